import { Asking } from './ask.js';
import { toldReason, type ConnectionEnd } from './reconnect/end.js';
import { Failures } from './reconnect/failures.js';
import type { LinkContext, LinkOwner } from './link-context.js';
import { Link } from './link.js';
import type { ConnectionListener, EventSink } from './listener.js';
import { withDefaults, type ConnectionOptions } from './options.js';
import { Hearing } from '../hearing.js';
import { KeptFrames } from '../kept-frames.js';
import { isReplacementUrl, isSameHost } from './socket/socket.js';
import type { ConnectionState, ConnectionStatus } from './state.js';
import type { AfterClose, ConnectTo, SourceProtocol } from '../source-protocol.js';
import { within } from './within.js';

/**
 * Runs one {@link SourceProtocol} until it is stopped: connects, reconnects by the platform's own
 * rules, hands on the events. Never holds two sockets at once, except during the planned overlap of
 * {@link Session.replaceBy}. Never throws and never crashes, whatever a server does.
 */
export class Connection {
  /** Whether the source hears its room, which the connection's state does not tell. */
  readonly hearing: Hearing;
  /** The frames kept while another process still reports what the room says. */
  readonly kept = new KeptFrames(() => this.#pauses());
  readonly #options: ConnectionOptions;
  readonly #context: LinkContext;
  #state: ConnectionState = 'idle';
  #wanted = false;
  #paused = false;

  /** The attempt or link that the state describes: at most one of these two exists. */
  #asking: Asking | undefined;
  #current: Link | undefined;
  /** The second link of a planned overlap. */
  #next: Link | undefined;
  /** The link that was replaced, and is closing. */
  #old: Link | undefined;

  #backoff: NodeJS.Timeout | undefined;
  readonly #failures: Failures;
  #last: ConnectionEnd | undefined;
  #replacedAt = -Infinity;
  #releasing: Promise<unknown> | undefined;
  #stopping: Promise<void> | undefined;

  /** @throws {RangeError} when a limit of the options is no positive number. */
  constructor(
    private readonly protocol: SourceProtocol,
    sink: EventSink,
    private readonly listener: ConnectionListener,
    options: Partial<ConnectionOptions> = {},
  ) {
    this.#options = withDefaults(options);
    this.#failures = new Failures(this.#options);
    const owner: LinkOwner = {
      opened: (link) => this.#opened(link),
      accepted: (link) => this.#accepted(link),
      closing: (link) => this.#closing(link),
      ended: (link, end) => this.#linkEnded(link, end),
      replaceBy: (link, url) => this.#replaceBy(link, url),
    };
    this.hearing = new Hearing(protocol.hearing, this.#options);
    const { hearing, kept } = this;
    this.#context = { protocol, sink, listener, hearing, kept, options: this.#options, owner };
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get status(): ConnectionStatus {
    const { reason, code, sentence } = this.#last ?? {};
    const refused = this.#state === 'ready' ? undefined : sentence;
    return { state: this.#state, reason, code, refused, failures: this.#failures.count };
  }

  /** Connects, and stays connected. Does nothing if it was called before, or after `stop`. */
  connect(): void {
    if (this.#wanted || this.#stopping !== undefined) return;
    this.#wanted = true;
    // A socket that is still closing is waited for.
    if (this.#state === 'idle') this.#attempt();
  }

  /** Something has changed: tries at once, and before repeatedly failing ones where it waits for its turn. */
  retryNow(): void {
    if (this.#asking !== undefined) this.#failures.forget();
    if (this.#state !== 'backoff') return;
    clearTimeout(this.#backoff);
    this.#failures.forget();
    this.#attempt();
  }

  /**
   * Releases the socket; `connect` may follow at any time. Resolves once no socket is held, at most
   * `closeTimeoutMs` later, and does not wait for the protocol's `released`.
   * @param isHeardOut whether events still come until then; otherwise none comes any more.
   */
  async disconnect({ isHeardOut = false } = {}): Promise<void> {
    const wasWanted = this.#wanted;
    const gone = this.#letGo(isHeardOut);
    if (wasWanted) {
      const released = this.#tell(async () => this.protocol.released?.());
      this.#releasing = Promise.all([this.#releasing, released]).then(() => undefined);
    }
    await gone;
  }

  /**
   * Stops for good: as `disconnect`, then the protocol's own `stop`, at most `stopTimeoutMs`.
   * Never rejects; every call returns the same promise, after which nothing is called any more.
   */
  stop({ isHeardOut = false } = {}): Promise<void> {
    this.#stopping ??= this.#stopForGood(isHeardOut);
    return this.#stopping;
  }

  /**
   * Resolves once the server has answered a ping that is sent now: it has read all that was sent to it before, and
   * all that it sent before its answer was handed on. Resolves at once where that cannot be asked (HTTP, a server that
   * must not be sent pings, or has lately not answered one), when the link ends, and after `answerMs`.
   * @returns whether it has answered.
   * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.5.3
   */
  async roundTrip(): Promise<boolean> {
    return (await this.#current?.roundTrip()) ?? false;
  }

  /**
   * Stops reading, for a collector whose memory is full: the server notices through TCP. Data that
   * was read already (some 64 KiB) still comes. Lasts over reconnects.
   */
  pause(): void {
    this.#pauses(true);
  }

  /** Reads again after {@link pause}. */
  resume(): void {
    this.#pauses(false);
  }

  #pauses(isPaused = this.#paused): void {
    this.#paused = isPaused;
    for (const link of this.#links()) link[isPaused || this.kept.isFull ? 'pause' : 'resume']();
  }

  async #stopForGood(isHeardOut: boolean): Promise<void> {
    await this.#letGo(isHeardOut);
    await Promise.all([this.#tell(async () => this.protocol.stop?.()), this.#releasing]);
    this.#enter('stopped');
  }

  async #letGo(isHeardOut: boolean): Promise<void> {
    if (this.#state === 'stopped') return;
    this.#wanted = false;
    // What would be kept is not this process's to tell.
    const readsOn = isHeardOut && !this.kept.isKeeping;
    this.kept.discard();
    this.#failures.forget();
    // Of what ended before it was left nothing is told any more: it may come back days later.
    this.#last = undefined;
    clearTimeout(this.#backoff);
    const links = this.#links();
    for (const link of links) link.close('stopped', undefined, readsOn);
    // A retired link is closing already, but still delivers events.
    if (!readsOn) this.#old?.terminate();
    if (this.#asking !== undefined) {
      this.#asking.cancel();
      this.#asking = undefined;
      this.#attemptEnded({ reason: 'stopped' });
    }
    this.#settle();
    await Promise.all(links.map((link) => link.gone));
  }

  /** Lets the protocol tell the platform that we leave. Never rejects. */
  async #tell(leave: () => Promise<void>): Promise<void> {
    const problem = await within(this.#options.stopTimeoutMs, leave);
    if (problem !== undefined) this.listener.stopFailed(problem);
  }

  #attempt(): void {
    // A listener may call us back at any time: anything it could cancel must exist before it is called.
    const isAgain = (): boolean => this.#failures.count > 1;
    this.#asking = new Asking(this.protocol, this.#options, isAgain, (to) => {
      this.#asking = undefined;
      if ('reason' in to) return this.#attemptEnded(to);
      this.#current = this.#link(to);
      this.#current.dial();
    });
    this.#enter('connecting');
  }

  #link(to: ConnectTo): Link {
    const link = new Link(to, this.#context);
    if (this.#paused || this.kept.isFull) link.pause();
    return link;
  }

  #opened(link: Link): void {
    if (link === this.#current) this.#enter('handshaking');
  }

  #accepted(link: Link): void {
    this.#failures.ready();
    if (link === this.#next) return this.#takeOver(link);
    this.#enter('ready');
    this.listener.connected();
  }

  #closing(link: Link): void {
    if (link === this.#current) this.#enter('closing');
  }

  #linkEnded(link: Link, end: ConnectionEnd): void {
    if (link === this.#old) {
      this.#old = undefined;
    } else if (link === this.#next) {
      this.#next = undefined;
      if (this.#wanted) this.listener.replaceFailed(end.reason, end.code);
    } else {
      this.#current = undefined;
      this.#attemptEnded(end);
    }
    this.#settle();
  }

  #replaceBy(link: Link, url: string): void {
    if (link !== this.#current || this.#next !== undefined) return;
    // A server that repeatedly asks for this must not make us connect without a pause.
    if (this.#options.now() - this.#replacedAt < this.#options.stableMs) return;
    this.#replacedAt = this.#options.now();
    if (!isReplacementUrl(url, link.to.url)) return this.listener.replaceFailed('invalid-address');
    this.#old?.terminate();
    // Headers may hold a token, which another host must not receive.
    const headers = isSameHost(url, link.to.url) ? link.to.headers : undefined;
    this.#next = this.#link({ ...link.to, url, headers });
    this.#next.dial();
  }

  #takeOver(link: Link): void {
    this.#old = this.#current;
    this.#current = link;
    this.#next = undefined;
    this.#old?.retire();
    this.#enter('ready');
    this.listener.replaced();
  }

  /** The current link, or the attempt at one, is over. */
  #attemptEnded(end: ConnectionEnd): void {
    const { after = 'reconnect', code } = end;
    const reason = toldReason(end);
    const sentence = end.sentence ?? (typeof after === 'object' ? after.refused : undefined);
    if (!this.#wanted || reason === 'stopped') {
      this.#failures.left();
      return this.listener.disconnected(reason, code);
    }
    this.#last = { reason, code, sentence };
    this.#failures.add(end);
    const next = this.#next;
    const delayMs = next === undefined ? this.#backOff(after, end.retryAfterMs) : undefined;
    if (next !== undefined) {
      this.#current = next;
      this.#next = undefined;
      if (next.phase !== 'ended') this.#enter(next.phase);
    }
    this.listener.disconnected(reason, code);
    if (sentence !== undefined) this.listener.refused(sentence);
    if (delayMs !== undefined) this.listener.reconnecting(delayMs);
  }

  #backOff(after: AfterClose, retryAfterMs?: number): number {
    const delayMs = this.#failures.delayMs(after, retryAfterMs);
    this.#backoff = setTimeout(() => this.#attempt(), delayMs);
    this.#enter('backoff');
    return delayMs;
  }

  /** Once the last socket is gone after a disconnect: becomes idle, or connects again. */
  #settle(): void {
    if (this.#links().length > 0) return;
    if (!this.#wanted) this.#enter('idle');
    else if (this.#state === 'closing') this.#attempt();
  }

  #links(): Link[] {
    return [this.#current, this.#next, this.#old].filter((link) => link !== undefined);
  }

  #enter(state: ConnectionState): void {
    if (state === this.#state) return;
    if (state === 'ready') this.hearing.connected();
    else if (this.#state === 'ready' || state === 'idle') this.hearing.disconnected();
    this.#state = state;
    this.listener.stateChanged(state);
  }
}
