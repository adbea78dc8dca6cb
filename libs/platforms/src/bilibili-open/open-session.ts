import { SESSION_OVER, type OpenApiClient, type StartedSession } from './open-api.client.js';

/** The default interval of a session's heartbeats, in ms. */
const SESSION_HEARTBEAT_MS = 20_000;

/**
 * One session (场次) on the open platform, from its start to its end: keeps it alive, and hears
 * when it is over. Its timer runs until `end` is called.
 */
export class OpenSession {
  /** Bilibili has closed the session: only a new start helps. */
  isOver = false;
  #timer: NodeJS.Timeout | undefined;
  #ended: Promise<void> | undefined;

  /** @param onOver Bilibili has closed it; called once at most, and not after `end`. */
  constructor(
    readonly started: StartedSession,
    private readonly api: OpenApiClient,
    private readonly onOver: () => void,
    private readonly everyMs = SESSION_HEARTBEAT_MS,
  ) {
    if (started.gameId !== '') this.#awaitBeat();
  }

  /** Bilibili says that the session with this id is over; it may be somebody else's. */
  heardEnd(gameId: string): void {
    if (gameId !== '' && gameId === this.started.gameId) this.#over();
  }

  /**
   * Ends the session, once; safe for one that is already over.
   * @throws {SourceError} when Bilibili does not answer, or refuses.
   */
  end(): Promise<void> {
    clearTimeout(this.#timer);
    const { gameId } = this.started;
    this.#ended ??= gameId === '' ? Promise.resolve() : this.api.end(gameId);
    return this.#ended;
  }

  #awaitBeat(): void {
    this.#timer = setTimeout(() => {
      this.#awaitBeat();
      void this.#beat();
    }, this.everyMs);
  }

  /** Never rejects. */
  async #beat(): Promise<void> {
    try {
      const code = await this.api.heartbeat(this.started.gameId);
      if (SESSION_OVER.has(code)) this.#over();
    } catch {
      // Two more beats fit into Bilibili's minute, and its answer to them tells if that was too
      // late.
    }
  }

  #over(): void {
    if (this.isOver || this.#ended !== undefined) return;
    this.isOver = true;
    clearTimeout(this.#timer);
    this.onOver();
  }
}
