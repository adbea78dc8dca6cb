import { ownTimeout } from '#timing';
import { endOfFailure, type ConnectionEnd } from './reconnect/end.js';
import { closedEnd, refusedEnd } from './reconnect/judged-end.js';
import { FrameGate } from './frame-gate.js';
import { HeartbeatTimer } from './liveness/heartbeat.js';
import type { LinkContext } from './link-context.js';
import { RoundTrips } from './liveness/round-trips.js';
import { SilenceWatchdog } from './liveness/silence.js';
import { FRAME_WORK, Slice, workOfFrame } from './socket/slice.js';
import type { DisconnectReason } from './state.js';
import type { AfterClose, ConnectTo, Heartbeat, Session } from '../source-protocol.js';
import { openWebSocket } from '../wire/web-socket-wire.js';
import type { Wire } from '../wire/wire.js';

/** Where a {@link Link} is; it only moves forward. */
export type LinkPhase = 'connecting' | 'handshaking' | 'ready' | 'closing' | 'ended';

/** One wire, from the attempt to its end: it always ends, and calls `ended`, whatever the server and the protocol do. */
export class Link {
  phase: LinkPhase = 'connecting';
  /** Resolves when it has ended. */
  readonly gone: Promise<void>;
  #resolveGone!: () => void;
  #wire: Wire | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #paused = false;
  #opened = false;
  #retired = false;
  /** The reason of its end, known before it has ended. */
  #end: ConnectionEnd | undefined;
  readonly #gate: FrameGate;
  readonly #session: Session;
  readonly #heartbeat: HeartbeatTimer;
  readonly #silence: SilenceWatchdog;
  readonly #roundTrips: RoundTrips;
  readonly #slice = new Slice(
    () => this.#openWire?.pause(),
    () => this.#readOn(),
  );

  constructor(
    readonly to: ConnectTo,
    private readonly context: LinkContext,
  ) {
    const { protocol, options, owner } = context;
    this.gone = new Promise((resolve) => {
      this.#resolveGone = resolve;
    });
    this.#gate = new FrameGate(context);
    this.#roundTrips = new RoundTrips(to.url, options.answerMs, () => this.#paused);
    this.#session = {
      send: (frame) => this.#send((wire) => wire.send(frame)),
      ready: () => this.#accept(),
      reconnect: (cause, after) => {
        if (this.isOpen) this.close(`protocol:${cause}`, after);
      },
      replaceBy: (url) => {
        if (this.isOpen) owner.replaceBy(this, url);
      },
    };
    this.#heartbeat = new HeartbeatTimer(
      () => protocol.heartbeat,
      (heartbeat) => this.#beat(heartbeat),
    );
    this.#silence = new SilenceWatchdog(
      () => protocol.silenceMs ?? options.silenceMs,
      () => this.#pingWhenQuiet(),
      () => this.#cut('silence'),
    );
  }

  get isOpen(): boolean {
    return this.phase === 'handshaking' || this.phase === 'ready';
  }

  /** Undefined before the wire is open: one that fails then cannot be paused or resumed. */
  get #openWire(): Wire | undefined {
    return this.#opened ? this.#wire : undefined;
  }

  dial(): void {
    const { options } = this.context;
    const wire = (this.to.open ?? openWebSocket)(this.to, options, {
      opened: () => this.#open(),
      frame: (frame, isBinary) => {
        this.#silence.heard = true;
        const receive = (): number => this.#gate.receive(frame, isBinary, this.#session);
        this.#slice.took(workOfFrame(frame.length, receive));
      },
      heard: (mark) => this.#heard(mark),
      worked: (work) => this.#slice.took(work),
      refused: (end) => this.#refused(end),
      // No further data is read, so it is cut, not closed.
      broken: (reason) => this.#cut(reason),
      failed: (code) => this.#leave(endOfFailure(code)),
      closed: (code, words, retryAfterMs) => this.#closed(code, words, retryAfterMs),
    });
    if ('reason' in wire) return this.#finish(wire);
    this.#wire = wire;
    // One that takes its turn by itself knows when it begins.
    if (this.to.asksForTurn === true) return;
    this.#deadline = setTimeout(() => this.#cut('connect-timeout'), options.connectTimeoutMs);
  }

  /**
   * Closes it: sends a close frame, and gives the server time to answer.
   * @param isHeardOut whether frames are handed on until then: the server sends on until it has read ours. Not those
   *   of a handshake, which a protocol would go on with.
   * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.5.1
   */
  close(reason: DisconnectReason, after?: AfterClose, isHeardOut = false): void {
    this.#gate.shut ||= !(isHeardOut && this.#gate.isReady);
    if (this.phase === 'closing' || this.phase === 'ended') return;
    this.#leave({ reason, after });
    // A paused socket would not read the server's answer.
    this.#paused = false;
    this.#readOn();
  }

  /** As `close`, but later frames are still handed on: the server may not have noticed yet. */
  retire(): void {
    this.#retired = true;
    this.#leave({ reason: 'stopped' });
  }

  /** Destroys the socket at once. Nothing is handed on any more. */
  terminate(): void {
    this.#gate.shut = true;
    this.#wire?.terminate();
  }

  /** See {@link Connection.roundTrip}. */
  async roundTrip(): Promise<boolean> {
    if (this.context.protocol.pingWhenQuiet === false) return false;
    return this.#roundTrips.begin((mark) => {
      let mayCome = false;
      this.#send((wire) => (mayCome = wire.ping(mark)));
      return mayCome;
    });
  }

  pause(): void {
    // The time for what its server has sent, and for its close frame, goes by.
    if (this.phase === 'closing' && !this.#retired) return;
    this.#paused = true;
    this.#silence.paused = true;
    this.#openWire?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#silence.paused = false;
    // Data that waited in the socket must be read before its silence is judged.
    this.#silence.heard = true;
    this.#readOn();
  }

  #heard(mark?: number): void {
    this.#silence.heard = true;
    if (mark !== undefined) this.#roundTrips.answered(mark);
    this.#slice.took(FRAME_WORK);
    // The peer may send pings without reading our answers.
    this.#boundUnsent();
  }

  #readOn(): void {
    if (!this.#paused && !this.#slice.isSpent) this.#openWire?.resume();
  }

  #open(): void {
    if (this.phase !== 'connecting') return;
    const { owner, protocol } = this.context;
    this.#opened = true;
    this.#slice.begin();
    this.phase = 'handshaking';
    if (this.#paused) this.#wire?.pause();
    this.#awaitHandshake();
    this.#silence.start();
    this.#heartbeat.start();
    owner.opened(this);
    if (this.isOpen) this.#guarded(() => protocol.open?.(this.#session));
  }

  #awaitHandshake(): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      // While we do not read, the server's acceptance cannot arrive.
      if (this.#paused) this.#awaitHandshake();
      else this.close('handshake-timeout');
    }, this.context.options.handshakeTimeoutMs);
  }

  #accept(): void {
    if (this.phase !== 'handshaking') return;
    this.phase = 'ready';
    this.#gate.isReady = true;
    clearTimeout(this.#deadline);
    this.#heartbeat.start();
    this.context.owner.accepted(this);
  }

  #send(write: (wire: Wire) => void): void {
    const wire = this.#wire;
    if (!this.isOpen || wire === undefined) return;
    write(wire);
    this.#boundUnsent();
  }

  #boundUnsent(): void {
    const { sendBufferBytesMax } = this.context.options;
    if ((this.#wire?.unsentBytes ?? 0) > sendBufferBytesMax) this.#cut('send-buffer-full');
  }

  #beat(heartbeat: Heartbeat): void {
    this.#guarded(() =>
      this.#send((wire) => ('ws' in heartbeat ? wire.ping() : wire.send(heartbeat.send()))),
    );
  }

  #pingWhenQuiet(): void {
    const { protocol } = this.context;
    if (protocol.heartbeat !== undefined || protocol.pingWhenQuiet === false) return;
    this.#send((wire) => wire.ping());
  }

  #guarded(call: () => void): void {
    try {
      call();
    } catch {
      this.close('protocol-failed');
    }
  }

  /** Refused: at the upgrade, or, if each poll is an answer of its own, later as well. */
  #refused(end: ConnectionEnd): void {
    if (this.phase === 'closing' || this.phase === 'ended') return;
    this.#leave(refusedEnd(end, this.context.protocol));
  }

  /** Closes it without waiting for an answer. */
  #cut(reason: DisconnectReason): void {
    this.close(reason);
    this.#wire?.terminate();
  }

  #leave(end: ConnectionEnd): void {
    if (this.phase === 'closing' || this.phase === 'ended') return;
    this.phase = 'closing';
    this.#end = end;
    this.#stopTimers();
    this.#deadline = ownTimeout(() => this.#giveUp(), this.context.options.closeTimeoutMs);
    this.context.owner.closing(this);
    this.#wire?.close();
  }

  #giveUp(): void {
    this.terminate();
    // A proxy's socket may never report that it has closed: the bridge must not wait for it for ever.
    const { closeTimeoutMs } = this.context.options;
    this.#deadline = setTimeout(() => this.#closed(1006, ''), closeTimeoutMs);
  }

  #closed(code: number, words: string, retryAfterMs?: number): void {
    if (this.phase === 'ended') return;
    const { protocol, options } = this.context;
    const wished = retryAfterMs && Math.min(retryAfterMs, options.retryAfterMaxMs);
    const end: ConnectionEnd = this.#end ?? { reason: 'closed', retryAfterMs: wished };
    const isJudged = this.#opened && !this.#retired;
    const judged = isJudged ? closedEnd(end, code, words, protocol) : end;
    // A protocol waits so long for a room that is not live.
    if (end.after === undefined && judged.after === 'slow') this.context.hearing.room('ended');
    this.#finish(judged);
  }

  #finish(end: ConnectionEnd): void {
    this.phase = 'ended';
    this.#gate.shut = true;
    this.#slice.end();
    this.#roundTrips.end(end.reason === 'closed');
    this.#stopTimers();
    this.context.owner.ended(this, end);
    this.#resolveGone();
  }

  #stopTimers(): void {
    clearTimeout(this.#deadline);
    this.#heartbeat.stop();
    this.#silence.stop();
  }
}
