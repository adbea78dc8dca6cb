import type { RawData, WebSocket } from 'ws';
import { ownTimeout } from '#timing';
import { answerLatestPing, FRAME_WORK, Slice, workOfFrame, type Frame } from '#source';
import type { IngestRoute } from './ingest-route.js';
import type { PushCollector } from '../collector/pushed/push-collector.js';
import type { PushedBridge, PushSocket } from '../collector/pushed/pushed-bridge.js';

/** The bounds of a WebSocket that pushes. */
export interface SocketLimits {
  /** A larger frame is skipped and counted, and the connection lives on. */
  readonly frameBytesMax: number;
  /** A larger frame ends the connection unread. */
  readonly frameBytesHardMax: number;
  readonly connectionsPerBridgeMax: number;
  /** A silent client is pinged so often. */
  readonly pingEveryMs: number;
  /** One that answers no ping for this long is dead. */
  readonly silenceMs: number;
  /** How often a client that is made to wait is looked at. */
  readonly waitMs: number;
}

export const SOCKET_LIMITS_DEFAULT: SocketLimits = {
  frameBytesMax: 1024 * 1024,
  frameBytesHardMax: 16 * 1024 * 1024,
  connectionsPerBridgeMax: 16,
  pingEveryMs: 30_000,
  silenceMs: 75_000,
  waitMs: 50,
};

/** How many bytes of answers wait in memory for a client that does not read them. */
const UNREAD_BYTES_MAX = 64 * 1024;

/**
 * One open WebSocket that pushes. It is never closed for what it sends, short of a frame beyond all
 * bounds: some tools do not connect again. It is not read for a moment, and so waits, where it
 * sends too fast, where much waits for Redis, or once its {@link Slice} is spent.
 */
export class IngestSocket implements PushSocket {
  readonly #socket: WebSocket;
  readonly #route: IngestRoute;
  readonly #bridge: PushedBridge;
  readonly #pushes: PushCollector;
  readonly #limits: SocketLimits;
  readonly #pinger: NodeJS.Timeout;
  #frames = 0;
  #heard = false;
  /** How many pings in a row nothing came after: counted, so that what waits unread here is read before the next. */
  #unanswered = 0;
  #endedBy: 'closed' | 'silence' | 'stopped' = 'closed';
  #wait: NodeJS.Timeout | undefined;
  #cut: NodeJS.Timeout | undefined;
  readonly #slice = new Slice(
    () => this.#socket.pause(),
    () => this.#readOn(),
  );

  constructor(
    socket: WebSocket,
    to: { readonly route: IngestRoute; readonly bridge: PushedBridge },
    pushes: PushCollector,
    limits: SocketLimits,
    ended: () => void,
  ) {
    this.#socket = socket;
    this.#route = to.route;
    this.#bridge = to.bridge;
    this.#pushes = pushes;
    this.#limits = limits;
    this.#pinger = setInterval(() => this.#watch(), limits.pingEveryMs);
    socket.on('message', (content: RawData, isBinary) =>
      this.#received(content as Buffer, isBinary),
    );
    answerLatestPing(socket);
    for (const sign of ['ping', 'pong'] as const) {
      socket.on(sign, () => {
        this.#hear();
        this.#slice.took(FRAME_WORK);
      });
    }
    // A close follows, which tells what went wrong.
    socket.on('error', () => {});
    socket.once('close', (code) => {
      clearInterval(this.#pinger);
      clearTimeout(this.#wait);
      clearTimeout(this.#cut);
      this.#slice.end();
      this.#bridge.closed(this, this.#endedBy, code);
      ended();
    });
    socket.pause();
    void this.#begin();
  }

  /** Closes it; cuts the connection where the client does not answer in time. */
  stop(withinMs: number): void {
    this.#endedBy = 'stopped';
    clearTimeout(this.#wait);
    this.#wait = undefined;
    this.#readOn();
    this.#socket.close(1001);
    this.#cut = ownTimeout(() => this.#socket.terminate(), withinMs).unref();
  }

  async #begin(): Promise<void> {
    await this.#bridge.opened(this);
    this.#slice.begin();
    this.#socket.resume();
  }

  #received(content: Buffer, isBinary: boolean): void {
    this.#hear();
    this.#frames++;
    this.#slice.took(workOfFrame(content.length, () => this.#handle(content, isBinary)));
    // What it had sent before it knows that we stop it can send nowhere else, and there is no time to wait.
    const waitMs = this.#endedBy === 'stopped' ? 0 : this.#route.rate.owe();
    if (waitMs > 0 || this.#pushes.isTight) this.#pause(Math.max(waitMs, 1));
  }

  /** @returns how many items it held. */
  #handle(content: Buffer, isBinary: boolean): number {
    if (content.length > this.#limits.frameBytesMax) {
      this.#bridge.tooLarge(content.length);
      this.#tell({ problems: [{ index: 0, problem: 'too-large' }] });
      return 0;
    }
    const frame: Frame = isBinary ? content : content.toString('utf8');
    const account = this.#bridge.frame(frame, this.#route.unknownKindIsProblem);
    if (!account.isFaultless) this.#tell(account.account());
    return account.items;
  }

  /**
   * Accounts go only to senders of the relay's own format, who can mend it; a tool might misread
   * them.
   */
  #tell(account: object): void {
    if (!this.#route.inbound.namesProblems) return;
    if (this.#socket.bufferedAmount > UNREAD_BYTES_MAX) return;
    this.#socket.send(JSON.stringify({ frame: this.#frames, ...account }));
  }

  #pause(ms: number): void {
    if (this.#wait !== undefined) return;
    this.#socket.pause();
    this.#wait = setTimeout(() => {
      this.#wait = undefined;
      if (this.#pushes.isTight) return this.#pause(this.#limits.waitMs);
      // All that was read with the frame that was one too many has passed, too.
      const owedMs = this.#route.rate.owedMs();
      if (owedMs > 0) return this.#pause(owedMs);
      this.#hear();
      this.#readOn();
    }, ms);
  }

  #readOn(): void {
    if (this.#wait === undefined && !this.#slice.isSpent) this.#socket.resume();
  }

  #hear(): void {
    this.#heard = true;
  }

  #watch(): void {
    // While it is not read, silence means nothing.
    if (this.#wait !== undefined) return;
    this.#unanswered = this.#heard ? 0 : this.#unanswered + 1;
    this.#heard = false;
    if (this.#unanswered * this.#limits.pingEveryMs > this.#limits.silenceMs) {
      this.#endedBy = 'silence';
      this.#socket.terminate();
    } else {
      this.#socket.ping();
    }
  }
}
