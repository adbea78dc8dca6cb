import {
  MappingDecoder,
  parseJson,
  Path,
  Polling,
  type AfterClose,
  type ConnectTo,
  type Fetch,
  type Frame,
  type FrameSink,
  type PollingPace,
  type Session,
  type SourceProtocol,
  type StreakCounter,
} from '#source';
import { FetchedToken } from '../fetched-token/fetched-token.js';
import { fill, TokenSlots } from '../fetched-token/token-slots.js';
import { textHeaders } from '../websocket/text-headers.js';
import { POLL_SECONDS_DEFAULT, type PollOptions } from './poll.options.js';
import { Repeats } from './repeats.js';

/** Polls a server, and decodes its answers by the mapping. */
export class PollSource implements SourceProtocol, PollingPace {
  readonly pingWhenQuiet = false;
  readonly streaks: StreakCounter;
  waitMs: number;

  /** The continuation that the last answer gave. */
  #next: string | undefined;
  #isFirst = true;
  readonly #options: PollOptions;
  readonly #decoder: MappingDecoder;
  readonly #repeats = new Repeats();
  readonly #polling: Polling;
  readonly #interval: Path | undefined;
  readonly #cursor: Path | undefined;
  readonly #each: Path | undefined;
  readonly #token: FetchedToken | undefined;

  /** @param waitLeastMs the shortest interval, whatever the server asks for. */
  constructor(
    options: PollOptions,
    fetch: Fetch,
    private readonly waitLeastMs = WAIT_LEAST_MS,
  ) {
    this.#options = options;
    this.#decoder = new MappingDecoder(options.mapping);
    this.streaks = this.#decoder.streaks;
    this.waitMs = 1000 * (options.everySeconds ?? POLL_SECONDS_DEFAULT);
    this.#interval = Path.maybe(options.interval?.path);
    this.#cursor = Path.maybe(options.next?.path);
    this.#each = Path.maybe(options.mapping.each);
    this.#polling = new Polling(fetch, this);
    if (options.token !== undefined) this.#token = new FetchedToken(options.token, fetch);
  }

  get url(): string {
    const { url, next } = this.#options;
    const token = this.#token?.current;
    const filled = token === undefined ? url : fill(url, encodeURIComponent(token));
    if (next === undefined || this.#next === undefined) return filled;
    const asked = new URL(filled);
    asked.searchParams.set(next.query, this.#next);
    return asked.href;
  }

  /** Two answers may be missed. */
  get silenceMs(): number {
    return Math.max(SILENCE_LEAST_MS, 3 * this.waitMs);
  }

  connectTo(signal: AbortSignal): ConnectTo | Promise<ConnectTo> {
    const headers = textHeaders(this.#options.headers ?? {});
    const to = (): ConnectTo => ({ url: this.url, headers, open: this.#polling.open });
    if (this.#token === undefined) return to();
    return this.#token.get(signal).then((token) => new TokenSlots(to()).filled(token));
  }

  open(session: Session): void {
    session.ready();
  }

  frame(frame: Frame, _session: Session, sink: FrameSink): void {
    this.#token?.accepted();
    const isHistory = this.#isFirst && this.#options.skipFirst === true;
    const document = parseJson(frame.toString());
    const news = this.#repeats.sinkFor(sink, isHistory);
    // Neither is what is no object or list, such as null or a sentence.
    if (typeof document !== 'object' || document === null) {
      this.#polling.forget();
      return this.#decoder.decode(frame, news);
    }
    this.#isFirst = false;
    this.#pace(document);
    if (this.#isEmpty(document)) return sink.answered?.();
    this.#decoder.decodeDocument(document, news);
  }

  /**
   * An expired token is fetched again; a continuation that the server no longer knows is dropped.
   */
  upgradeRefused(status: number): AfterClose | undefined {
    const isAboutToken = status === 401 || status === 403;
    if (isAboutToken && this.#token?.refused() === true) return 'reconnect';
    if (this.#next === undefined || !LOST_PLACE.has(status)) return undefined;
    this.lost();
    return 'reconnect';
  }

  /** Asks from the beginning: the next answer is a first one. */
  lost(): void {
    this.#next = undefined;
    this.#isFirst = true;
    this.#polling.forget();
  }

  /** An empty answer still shows that the server works. */
  #isEmpty(document: unknown): boolean {
    const said = this.#each === undefined ? document : this.#each.read(document, document);
    return Array.isArray(said) && said.length === 0;
  }

  #pace(document: unknown): void {
    const { interval, everySeconds = POLL_SECONDS_DEFAULT } = this.#options;
    const wish =
      Number(this.#interval?.read(document, document)) * (interval?.unit === 'ms' ? 1 : 1000);
    const waitMs = wish > 0 ? wish : 1000 * everySeconds;
    this.waitMs = Math.min(Math.max(waitMs, this.waitLeastMs), WAIT_MOST_MS);
    const next = this.#cursor?.read(document, document);
    const isPlace = typeof next === 'string' || typeof next === 'number';
    // An answer without a continuation keeps the one we have.
    if (isPlace && String(next).length <= PLACE_LENGTH_MAX) this.#next = String(next);
  }
}

const SILENCE_LEAST_MS = 90_000;
const WAIT_LEAST_MS = 1_000;
const WAIT_MOST_MS = 3_600_000;
const PLACE_LENGTH_MAX = 4096;
const LOST_PLACE: ReadonlySet<number> = new Set([400, 404, 410, 416, 422]);
