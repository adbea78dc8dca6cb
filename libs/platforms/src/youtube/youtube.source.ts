import {
  bilingual,
  eventTime,
  MappingDecoder,
  parseJson,
  Polling,
  SourceError,
  type AfterClose,
  type ConnectTo,
  type Fetch,
  type Frame,
  type FrameSink,
  type PollingPace,
  type Session,
  type SourceProtocol,
} from '#source';
import { siteText } from '../chat-text/site-text.js';
import { FORBIDDEN, YouTubeApi } from './youtube-api.client.js';
import { YOUTUBE } from './youtube.mapping.js';
import { QUOTA_DEFAULT, type YouTubeOptions } from './youtube.options.js';
import { YouTubeQuota } from './youtube-quota.js';

/**
 * Reads a live chat through YouTube's official API: finds the chat of a video, asks no more often
 * than the API allows, and counts the day's quota.
 * @see https://developers.google.com/youtube/v3/live/docs/liveChatMessages/list
 */
export class YouTubeSource implements SourceProtocol, PollingPace {
  readonly pingWhenQuiet = false;
  waitMs: number;
  #chat: string | undefined;
  #page: string | undefined;
  /** YouTube has refused to tell the chat: its stream may be over. */
  #mayBeOver = false;
  readonly #quota: YouTubeQuota;
  readonly #decoder = new MappingDecoder(YOUTUBE, { spoken: siteText });
  readonly streaks = this.#decoder.streaks;
  readonly #polling: Polling;
  readonly #api: YouTubeApi;
  readonly #leastMs: number;
  readonly #madeAt: number;
  /** Messages from before this time are history; absent until it connects. */
  #since: number | undefined;
  /** When the latest message of those that it has told was written. */
  #toldUntil = 0;

  constructor(
    private readonly options: YouTubeOptions,
    fetch: Fetch,
    private readonly now: () => number = Date.now,
    private readonly usualMs = WAIT_MS,
  ) {
    this.#chat = options.liveChatId;
    this.#quota = new YouTubeQuota(options.quotaPerDay ?? QUOTA_DEFAULT, now);
    this.#api = new YouTubeApi(options, fetch, this.#quota);
    this.waitMs = Math.max(usualMs, 1000 * (options.everySeconds ?? 0));
    this.#leastMs = Math.max(Math.min(usualMs, WAIT_LEAST_MS), 1000 * (options.everySeconds ?? 0));
    this.#madeAt = now();
    this.#polling = new Polling(fetch, this);
  }

  get quotaLeft(): number {
    return this.#quota.left;
  }

  get silenceMs(): number {
    return Math.max(SILENCE_LEAST_MS, 3 * this.waitMs);
  }

  /** The address of the next request; reading it spends quota. */
  get url(): string {
    const asked = new URL(`${this.#api.address}/liveChat/messages`);
    asked.searchParams.set('liveChatId', this.#chat ?? '');
    asked.searchParams.set('part', 'id,snippet,authorDetails');
    asked.searchParams.set('maxResults', '2000');
    if (this.#page !== undefined) asked.searchParams.set('pageToken', this.#page);
    this.#quota.spend(LIST_COST);
    return asked.href;
  }

  async connectTo(signal: AbortSignal): Promise<ConnectTo> {
    if (this.#quota.left < LIST_COST) throw spent();
    const headers = await this.#api.headers(signal);
    await this.#makeSureOfChat(headers, signal);
    this.#since ??= Math.max(this.#madeAt, this.now() - TAKEN_OVER_MS);
    return { url: this.url, headers, open: this.#polling.open };
  }

  open(session: Session): void {
    session.ready();
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    this.#api.token?.accepted();
    const document = parseJson(frame.toString());
    if (document === undefined) {
      this.#polling.forget();
      return this.#decoder.decode(frame, sink);
    }
    const { nextPageToken, pollingIntervalMillis, offlineAt, items } = (document ??
      {}) as ListAnswer;
    const isFirst = this.#page === undefined;
    if (typeof nextPageToken === 'string' && nextPageToken.length <= PAGE_LENGTH_MAX) {
      this.#page = nextPageToken;
    }
    const wish = typeof pollingIntervalMillis === 'number' ? pollingIntervalMillis : this.usualMs;
    this.waitMs = Math.min(Math.max(wish, this.#leastMs), WAIT_MOST_MS);
    if (Array.isArray(items) && items.length === 0) sink.answered?.();
    else this.#decoder.decodeDocument(isFirst ? this.#news(document, sink) : document, sink);
    this.#told(items);
    const isOver = typeof offlineAt === 'string';
    const over = this.options.videoId === undefined ? OVER_FOR_NOW : OFFLINE;
    if (isOver) sink.room?.('ended', over);
    if (isOver || this.#quota.left < LIST_COST) this.#over(session, isOver ? over : QUOTA);
  }

  upgradeRefused(status: number): AfterClose | undefined {
    // A token lives for an hour: the next one takes over.
    if (status === 401) return this.#api.token?.refused() ? 'reconnect-now' : { refused: REFUSED };
    if (status === 403) {
      // The answer for a chat whose stream is over, too: the next one has another.
      this.#mayBeOver = true;
      return { refused: FORBIDDEN };
    }
    if (status !== 404 && status !== 400) return undefined;
    this.#page = undefined;
    if (this.options.liveChatId === undefined) this.#chat = undefined;
    return 'slow';
  }

  lost(): void {
    this.#page = undefined;
    this.#since = undefined;
  }

  /**
   * A page without the messages from before we connected, or that were told before the page was lost: a first page also
   * holds those of the last hours, which the buffer does not know any more.
   */
  #news(document: unknown, sink: FrameSink): unknown {
    const { items } = (document ?? {}) as { items?: unknown };
    if (!Array.isArray(items)) return document;
    const said = (items as unknown[]).filter((item) => {
      const at = writtenAt(item);
      const isOld = at !== undefined && (at < (this.#since ?? 0) || at <= this.#toldUntil);
      if (isOld) sink.ignored('history');
      return !isOld;
    });
    return { ...(document as object), items: said };
  }

  #told(items: unknown): void {
    if (!Array.isArray(items)) return;
    for (const item of items) this.#toldUntil = Math.max(this.#toldUntil, writtenAt(item) ?? 0);
  }

  #over(session: Session, refused: string): void {
    this.#page = undefined;
    if (this.options.liveChatId === undefined) this.#chat = undefined;
    session.reconnect('chat-over', { refused });
  }

  async #makeSureOfChat(headers: Record<string, string>, signal: AbortSignal): Promise<void> {
    const isTold = this.options.liveChatId !== undefined;
    if (this.#chat === undefined || (this.#mayBeOver && !isTold)) {
      const chat = await this.#api.findChat(headers, signal);
      if (chat !== this.#chat) this.#page = undefined;
      this.#chat = chat;
    }
    this.#mayBeOver = false;
  }
}

interface ListAnswer {
  readonly items?: unknown;
  readonly nextPageToken?: unknown;
  readonly pollingIntervalMillis?: unknown;
  readonly offlineAt?: unknown;
}

function writtenAt(item: unknown): number | undefined {
  const { snippet } = (item ?? {}) as { snippet?: { publishedAt?: unknown } | null };
  return eventTime(snippet?.publishedAt);
}

function spent(): SourceError {
  return new SourceError(QUOTA, { after: { refused: QUOTA } });
}

/** In units of YouTube's quota. */
const LIST_COST = 5;
const WAIT_MS = 5_000;
const WAIT_LEAST_MS = 1_000;
const WAIT_MOST_MS = 600_000;
const SILENCE_LEAST_MS = 90_000;
const PAGE_LENGTH_MAX = 1024;
/**
 * So much of what was said before this process took the chat over is told, in ms: the one before may have died with it.
 * What that one had told the buffer knows by its id, for longer than this.
 */
const TAKEN_OVER_MS = 120_000;
const REFUSED = bilingual(
  'YouTube does not take the credential: check apiKey, or make a new refreshToken with the scope youtube.readonly.',
  'YouTube 不接受该凭证：请检查 apiKey，或重新生成带 youtube.readonly 权限的 refreshToken。',
);
const OFFLINE = bilingual(
  'The live stream is over: give the videoId of the next one.',
  '直播已结束：请填写下一场直播的 videoId。',
);
const OVER_FOR_NOW = bilingual(
  'The live stream is over: the next one is looked for.',
  '直播已结束，正在查找下一场。',
);
const QUOTA = bilingual(
  "The day's quota of YouTube is spent: it begins anew at midnight, Pacific time. Ask Google for more and set quotaPerDay.",
  '当天的 YouTube 配额已用完，将在太平洋时间零点重置：可以向 Google 申请提高配额，并相应设置 quotaPerDay。',
);
