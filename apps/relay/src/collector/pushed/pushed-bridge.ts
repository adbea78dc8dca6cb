import {
  decodeGuarded,
  Hearing,
  type ConnectionListener,
  type Frame,
  type FrameDecoder,
  type HearingTerms,
} from '#source';
import type { Bridge } from '../held/bridge.js';
import type { BridgeFeed } from '../held/held-bridge.js';
import type { Receipt } from '../intake/receipt.js';
import { PushSink } from './push-sink.js';

/** A push that was decoded. */
export interface Push {
  readonly account: PushSink;
  /** Resolves when its events are in the buffer. */
  readonly receipt: Receipt;
}

/** An open WebSocket that pushes. */
export interface PushSocket {
  /** Closes it; cuts the connection after this long. */
  stop(withinMs: number): void;
}

export interface PushedBridgeParts {
  readonly listener: ConnectionListener;
  /** How its hearing is judged, beyond whether its frames are understood. */
  readonly hearing?: HearingTerms | undefined;
}

/** Other pushes to the bridge at the same moment are not waited for. */
const NOTED_WITHIN_MS = 300;
/** How long clients have to answer our close frame. */
export const CLOSE_MS = 900;

/** One bridge on this process that is pushed to: takes frames from HTTP requests and WebSockets. */
export class PushedBridge implements BridgeFeed {
  readonly #bridge: Bridge;
  readonly #decoder: FrameDecoder;
  /** Of this process alone: others may be pushed to as well. */
  readonly hearing: Hearing;
  readonly #listener: ConnectionListener;
  readonly #sockets = new Set<PushSocket>();
  #isStopping = false;
  #wasGenuine = false;
  /** Whether the listener was told that somebody pushes, and not yet that they left. */
  #isToldConnected = false;
  #allClosed: (() => void) | undefined;

  constructor(bridge: Bridge, decoder: FrameDecoder, parts: PushedBridgeParts) {
    this.#bridge = bridge;
    this.#decoder = decoder;
    this.#listener = parts.listener;
    const clocks = { now: () => performance.now(), wallClock: () => Date.now() };
    this.hearing = new Hearing(parts.hearing, clocks);
  }

  /** In the form of a connection's status, for the notes. */
  get status(): { readonly state: 'pushed' } {
    return { state: 'pushed' };
  }

  /** Whether events will probably be in the buffer at once. */
  get isWell(): boolean {
    return this.#bridge.isWell && !this.#isStopping;
  }

  /** Whether it takes no WebSocket and no push any more, since it stops. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** How many WebSockets are open to it. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Nothing to do: senders come by themselves. */
  held(): void {}

  lost(): void {}

  /** Closes its WebSockets. Takes what they had sent by then, and nothing after. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#sockets.size === 0) return;
    const allClosed = new Promise<void>((resolve) => {
      this.#allClosed = resolve;
    });
    for (const socket of this.#sockets) socket.stop(CLOSE_MS);
    await allClosed;
  }

  /**
   * Before a push whose sender may push to other processes, too: gift streaks go on where they are
   * counted there, and no other process counts meanwhile. In the order of the calls. Never rejects.
   *
   * @returns to be called once, when the push is taken; `undefined` where Redis does not tell how far streaks are
   *   counted, so that the push must not be.
   */
  async turnFor(frame: Frame): Promise<((push?: Push) => void) | undefined> {
    if (this.#decoder.mayCount?.(frame) === false) return () => {};
    const leave = await this.#bridge.streakTurn.enter();
    return leave && ((push) => void this.#noted(push).finally(leave));
  }

  /** Waits until a push is in the buffer, and how far streaks are counted with it. Never rejects. */
  async #noted(push: Push | undefined): Promise<void> {
    if (push === undefined) return;
    await push.receipt.settled;
    this.#bridge.flush();
    await this.#bridge.settled(AbortSignal.timeout(NOTED_WITHIN_MS));
  }

  /** Takes a frame whose sender waits until its events are in the buffer. */
  push(frame: Frame, unknownKindIsProblem: boolean): Push {
    let account!: PushSink;
    const receipt = this.#bridge.take((sink) => {
      account = this.#sink(sink, unknownKindIsProblem);
      this.#decode(frame, account);
    });
    return { account, receipt };
  }

  /**
   * Takes a frame whose sender does not wait: it is appended with what else arrives in these
   * moments.
   */
  frame(frame: Frame, unknownKindIsProblem: boolean): PushSink {
    const account = this.#sink(this.#bridge.sink, unknownKindIsProblem);
    this.#decode(frame, account);
    return account;
  }

  /**
   * A push was not signed as it should be: the configured secret may be wrong. Once a push was
   * genuine, others come from strangers, and are not told of.
   */
  notGenuine(): void {
    if (this.#wasGenuine) return;
    this.hearing.malformed();
    this.#heard();
  }

  tooLarge(bytes: number): void {
    this.hearing.malformed();
    this.#heard();
    this.#listener.tooLarge(bytes);
  }

  /**
   * A WebSocket is open. Resolves when it may give frames, since those may go on with streaks that
   * it pushed to another process.
   */
  async opened(socket: PushSocket): Promise<void> {
    this.#sockets.add(socket);
    const isFirst = this.#sockets.size === 1;
    if (isFirst) {
      // After a reconnect a sender may repeat itself; not where another connection is still open.
      this.#bridge.connected();
      this.hearing.connected();
      this.#tellConnected();
    }
    await this.#bridge.recallStreaks(isFirst);
  }

  closed(socket: PushSocket, reason: 'closed' | 'silence' | 'stopped', code: number): void {
    this.#sockets.delete(socket);
    if (this.#sockets.size > 0) return;
    this.hearing.disconnected();
    this.#isToldConnected = false;
    this.#listener.disconnected(reason, code);
    this.#allClosed?.();
  }

  #tellConnected(): void {
    this.#isToldConnected = true;
    this.#listener.connected();
  }

  #decode(frame: Frame, account: PushSink): void {
    this.#listener.received(frame.length);
    this.#wasGenuine = true;
    // Also after a WebSocket has closed, here or at another process: a sender may go on over HTTP.
    if (!this.#isToldConnected) this.#tellConnected();
    decodeGuarded(this.#decoder, frame, account);
    this.#heard();
  }

  /** A sender over HTTP counts as connected once it pushes. */
  #heard(): void {
    if (!this.hearing.isConnected) this.hearing.connected();
    this.hearing.frame(Date.now());
  }

  #sink(sink: Bridge['sink'], unknownKindIsProblem: boolean): PushSink {
    const receivedAt = Date.now();
    return new PushSink({
      sink,
      hearing: this.hearing,
      listener: this.#listener,
      receivedAt,
      unknownKindIsProblem,
    });
  }
}
