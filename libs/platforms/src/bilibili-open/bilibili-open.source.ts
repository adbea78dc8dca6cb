import { bilingual, SourceError } from '#source';
import type {
  AfterClose,
  ConnectTo,
  Frame,
  FrameSink,
  Heartbeat,
  Leftover,
  Session,
  SourceProtocol,
} from '#source';
import type { Fetch } from '../bounded-answer.js';
import { BilibiliOpenDecoder, type SessionListener } from './bilibili-open.decoder.js';
import { OPERATION } from './bilibili-open.external.js';
import { addressesOf, type BilibiliOpenOptions } from './bilibili-open.options.js';
import { OpenApiClient } from './open-api.client.js';
import { encodePacket } from './open-packet.js';
import { OpenSession } from './open-session.js';

/** Times of a {@link BilibiliOpenSource}, in ms. */
export interface BilibiliOpenTimes {
  /** @defaultValue 20 000 */
  readonly sessionHeartbeatMs?: number;
  /** How long a session is kept without a socket; longer than the longest backoff. @defaultValue 45 000 */
  readonly keepMs?: number;
}

/**
 * Reads one Bilibili room over the live open platform. A session (场次) is opened over its API and
 * outlives the socket: a lost socket is replaced, on the next of the addresses that the API gave. A
 * new session is opened after as many failures as there are addresses (at least three), and when
 * Bilibili has closed the old one. Every session is ended, so that the room is free for the next
 * one: when the connection is no longer wanted, before the next start, and when no connection
 * follows.
 * @see https://open-live.bilibili.com/document/
 */
export class BilibiliOpenSource implements SourceProtocol, SessionListener {
  readonly heartbeat: Heartbeat = {
    everySeconds: 30,
    send: () => encodePacket(OPERATION.heartbeat),
  };
  /** Each heartbeat is answered, so two lost answers mean a dead connection. */
  readonly silenceMs = 70_000;

  /** The session's id: the open platform allows one session per room. */
  readonly leftover: Leftover = {
    watch: (changed) => {
      this.#tellSession = changed;
    },
    inherit: (gameId) => {
      this.#inherited = gameId;
    },
  };
  #tellSession: (gameId: string) => void = () => {};
  /** A session that another process may have left open. */
  #inherited = '';

  /** Bilibili counts how often its API is asked. */
  readonly asksAt: string;
  readonly #api: OpenApiClient;
  readonly #socketUrl: string | undefined;
  readonly #decoder = new BilibiliOpenDecoder();
  #session: OpenSession | undefined;
  #starting: Promise<OpenSession> | undefined;
  /** The end of the session before. */
  #ending: Promise<void> | undefined;
  /** Connections of this session since the last one that was accepted. */
  #attempts = 0;
  #link = 0;
  #socket: Session | undefined;
  #letGo: NodeJS.Timeout | undefined;
  #released = false;
  #stopped = false;

  constructor(
    private readonly options: BilibiliOpenOptions,
    fetch: Fetch = globalThis.fetch,
    private readonly times: BilibiliOpenTimes = {},
  ) {
    const { api, socket } = addressesOf(options);
    this.asksAt = api;
    this.#api = new OpenApiClient(api, options, Number(options.appId), fetch);
    this.#socketUrl = socket;
  }

  /**
   * Ignores the signal: once Bilibili has accepted a start, we must know its id, or it could never
   * be ended. It takes no longer than the client's own timeouts.
   */
  async connectTo(): Promise<ConnectTo> {
    clearTimeout(this.#letGo);
    this.#released = false;
    const { started } = await this.#runningSession();
    this.#attempts += 1;
    const link = started.links[this.#link++ % started.links.length] ?? started.links[0];
    this.#keepForAWhile();
    return { url: this.#socketUrl ?? link };
  }

  open(session: Session): void {
    clearTimeout(this.#letGo);
    this.#socket = session;
    const authBody = this.#session?.started.authBody ?? '';
    session.send(encodePacket(OPERATION.authentication, authBody));
  }

  frame(frame: Frame, _session: Session, sink: FrameSink): void {
    this.#decoder.decode(frame, sink, this);
  }

  authenticated(code: number): void {
    if (code !== 0) {
      // The key in the session's authentication has expired.
      this.#attempts = Infinity;
      return this.#socket?.reconnect('authentication-refused');
    }
    this.#attempts = 0;
    this.#socket?.ready();
    this.#socket?.send(encodePacket(OPERATION.heartbeat));
  }

  sessionEnded(gameId: string): void {
    this.#session?.heardEnd(gameId);
  }

  closed(): AfterClose {
    this.#socket = undefined;
    this.#keepForAWhile();
    return 'reconnect';
  }

  /** The next holder of the bridge must not wait until Bilibili misses our heartbeats. */
  async released(): Promise<void> {
    this.#released = true;
    await this.#starting?.catch(() => undefined);
    if (this.#released) await this.#end();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#letGo);
    // A session that is still being started ends itself as soon as its id is known.
    await this.#starting?.catch(() => undefined);
    await this.#end();
  }

  /** All attempts share one start: if its caller gives up, the next caller gets the result. */
  async #runningSession(): Promise<OpenSession> {
    const session = this.#session;
    if (session !== undefined && !this.#isSpent(session)) return session;
    this.#starting ??= this.#start().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  #isSpent({ isOver, started }: OpenSession): boolean {
    return isOver || this.#attempts >= Math.max(ATTEMPTS_MIN, started.links.length);
  }

  async #start(): Promise<OpenSession> {
    await this.#endQuietly();
    await this.#endInherited();
    const started = await this.#api.start(this.options.code);
    const session: OpenSession = new OpenSession(
      started,
      this.#api,
      () => this.#socket?.reconnect('session-over', 'reconnect-now'),
      this.times.sessionHeartbeatMs,
    );
    this.#session = session;
    this.#tellSession(started.gameId);
    this.#attempts = 0;
    this.#link = 0;
    if (!this.#stopped) return session;
    await session.end();
    throw new SourceError(STOPPED);
  }

  #keepForAWhile(): void {
    clearTimeout(this.#letGo);
    if (this.#stopped || this.#session === undefined) return;
    this.#letGo = setTimeout(() => void this.#endQuietly(), this.times.keepMs ?? KEEP_MS);
  }

  /** Never rejects: if the call fails, Bilibili ends the session a minute later by itself. */
  async #endQuietly(): Promise<void> {
    await this.#end().catch(() => undefined);
  }

  /** Ends the current session, if any. */
  async #end(): Promise<void> {
    clearTimeout(this.#letGo);
    const session = this.#session;
    this.#session = undefined;
    if (session !== undefined) {
      this.#ending = session.end();
      this.#tellSession('');
    }
    await this.#ending;
  }

  /**
   * Ends a session whose process may be dead: Bilibili would keep it for a minute without
   * heartbeats.
   */
  async #endInherited(): Promise<void> {
    const gameId = this.#inherited;
    this.#inherited = '';
    // If this fails, the start that follows reports why.
    if (gameId !== '') await this.#api.end(gameId).catch(() => undefined);
  }
}

const ATTEMPTS_MIN = 3;
const KEEP_MS = 45_000;

const STOPPED = bilingual('The source was stopped.', '该来源已停止。');
