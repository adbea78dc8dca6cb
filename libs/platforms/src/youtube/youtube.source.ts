import { boundedSignal } from '#timing';
import {
  bilingual,
  bilingualWithNumber,
  eventTime,
  MappingDecoder,
  parseJson,
  Polling,
  SourceError,
  unreached,
  waitAskedBy,
  type AfterClose,
  type ConnectTo,
  type Fetch,
  type Frame,
  type FrameSink,
  type PollingPace,
  type Session,
  type SourceProtocol,
} from '#source';
import { jsonOf } from '../bounded-answer.js';
import { FetchedToken } from '../fetched-token/fetched-token.js';
import { siteText } from '../chat-text/site-text.js';
import { YOUTUBE } from './youtube.mapping.js';
import {
  GOOGLE_TOKEN_URL,
  QUOTA_DEFAULT,
  YOUTUBE_URL,
  type YouTubeOptions,
} from './youtube.options.js';
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
  /** The OAuth token; absent if there is an API key. */
  readonly #token: FetchedToken | undefined;
  readonly #api: string;
  readonly #leastMs: number;
  /** Messages from before this time are history. */
  readonly #since: number;

  constructor(
    private readonly options: YouTubeOptions,
    private readonly fetch: Fetch,
    now: () => number = Date.now,
    private readonly usualMs = WAIT_MS,
  ) {
    this.#chat = options.liveChatId;
    this.#api = (options.url ?? YOUTUBE_URL).replace(/\/+$/, '');
    this.#quota = new YouTubeQuota(options.quotaPerDay ?? QUOTA_DEFAULT, now);
    this.waitMs = Math.max(usualMs, 1000 * (options.everySeconds ?? 0));
    this.#leastMs = Math.max(Math.min(usualMs, WAIT_LEAST_MS), 1000 * (options.everySeconds ?? 0));
    this.#since = now();
    this.#polling = new Polling(fetch, this);
    this.#token = tokenOf(options, fetch);
  }

  get quotaLeft(): number {
    return this.#quota.left;
  }

  get silenceMs(): number {
    return Math.max(SILENCE_LEAST_MS, 3 * this.waitMs);
  }

  /** The address of the next request; reading it spends quota. */
  get url(): string {
    const asked = new URL(`${this.#api}/liveChat/messages`);
    asked.searchParams.set('liveChatId', this.#chat ?? '');
    asked.searchParams.set('part', 'id,snippet,authorDetails');
    asked.searchParams.set('maxResults', '2000');
    if (this.#page !== undefined) asked.searchParams.set('pageToken', this.#page);
    this.#quota.spend(LIST_COST);
    return asked.href;
  }

  async connectTo(signal: AbortSignal): Promise<ConnectTo> {
    if (this.#quota.left < LIST_COST) throw spent();
    const headers = await this.#headers(signal);
    await this.#makeSureOfChat(headers, signal);
    return { url: this.url, headers, open: this.#polling.open };
  }

  open(session: Session): void {
    session.ready();
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    this.#token?.accepted();
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
    const isOver = typeof offlineAt === 'string';
    const over = this.options.videoId === undefined ? OVER_FOR_NOW : OFFLINE;
    if (isOver) sink.room?.('ended', over);
    if (isOver || this.#quota.left < LIST_COST) this.#over(session, isOver ? over : QUOTA);
  }

  upgradeRefused(status: number): AfterClose | undefined {
    // A token lives for an hour: the next one takes over.
    if (status === 401) return this.#token?.refused() ? 'reconnect-now' : { refused: REFUSED };
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

  /** A page without the messages from before we connected, which the first page also holds. */
  #news(document: unknown, sink: FrameSink): unknown {
    const { items } = (document ?? {}) as { items?: unknown };
    if (!Array.isArray(items)) return document;
    const said = (items as unknown[]).filter((item) => {
      const { snippet } = (item ?? {}) as { snippet?: { publishedAt?: unknown } | null };
      const at = eventTime(snippet?.publishedAt);
      const isOld = at !== undefined && at < this.#since;
      if (isOld) sink.ignored('history');
      return !isOld;
    });
    return { ...(document as object), items: said };
  }

  #over(session: Session, refused: string): void {
    this.#page = undefined;
    if (this.options.liveChatId === undefined) this.#chat = undefined;
    session.reconnect('chat-over', { refused });
  }

  /** In a header, since an address may be logged on its way. */
  async #headers(signal: AbortSignal): Promise<Record<string, string>> {
    if (this.#token === undefined) return { 'x-goog-api-key': this.options.apiKey ?? '' };
    return { authorization: `Bearer ${await this.#token.get(signal)}` };
  }

  async #makeSureOfChat(headers: Record<string, string>, signal: AbortSignal): Promise<void> {
    const isTold = this.options.liveChatId !== undefined;
    if (this.#chat === undefined || (this.#mayBeOver && !isTold)) {
      const chat = await this.#findChat(headers, signal);
      if (chat !== this.#chat) this.#page = undefined;
      this.#chat = chat;
    }
    this.#mayBeOver = false;
  }

  /** The chat of the video; without one, of the account's current stream. */
  async #findChat(headers: Record<string, string>, signal: AbortSignal): Promise<string> {
    const { videoId } = this.options;
    const [path, query, nowhere] =
      videoId === undefined
        ? ['liveBroadcasts', OWN_STREAM, NOTHING_LIVE]
        : ['videos', { part: 'liveStreamingDetails', id: videoId }, NOT_LIVE];
    const asked = new URL(`${this.#api}/${path}`);
    for (const [name, value] of Object.entries(query)) asked.searchParams.set(name, value);
    const { items } = ((await this.#ask(asked, headers, signal)) ?? {}) as { items?: unknown };
    const [found] = Array.isArray(items) ? (items as unknown[]) : [];
    const { liveStreamingDetails: live, snippet } = (found ?? {}) as Found;
    const chat = live?.activeLiveChatId ?? snippet?.liveChatId;
    if (typeof chat !== 'string' || chat === '') throw new SourceError(nowhere, { after: 'slow' });
    return chat;
  }

  async #ask(asked: URL, headers: Record<string, string>, signal: AbortSignal): Promise<unknown> {
    this.#quota.spend(FIND_COST);
    let response: Response;
    let answer: unknown;
    try {
      const until = boundedSignal(TIMEOUT_MS, signal);
      response = await this.fetch(asked.href, { headers, redirect: 'error', signal: until });
      answer = await jsonOf(response);
    } catch (cause) {
      throw unreached(cause, UNREACHABLE);
    }
    if (response.status === 401 && this.#token?.refused() === true) throw new SourceError(EXPIRED);
    if (response.status === 400 || response.status === 401 || response.status === 403) {
      throw new SourceError(FORBIDDEN, { after: { refused: FORBIDDEN } });
    }
    if (!response.ok) {
      throw new SourceError(oddAnswer(response.status), { retryAfterMs: waitAskedBy(response) });
    }
    return answer;
  }
}

interface ListAnswer {
  readonly items?: unknown;
  readonly nextPageToken?: unknown;
  readonly pollingIntervalMillis?: unknown;
  readonly offlineAt?: unknown;
}

interface Found {
  readonly liveStreamingDetails?: { readonly activeLiveChatId?: unknown } | null;
  readonly snippet?: { readonly liveChatId?: unknown } | null;
}

function tokenOf(options: YouTubeOptions, fetch: Fetch): FetchedToken | undefined {
  const { apiKey, clientId = '', clientSecret = '', refreshToken, tokenUrl } = options;
  if (apiKey !== undefined || refreshToken === undefined) return undefined;
  const form = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  };
  return new FetchedToken(
    {
      url: tokenUrl ?? GOOGLE_TOKEN_URL,
      form,
      path: 'access_token',
      expires: { path: 'expires_in', unit: 'seconds' },
    },
    fetch,
  );
}

function spent(): SourceError {
  return new SourceError(QUOTA, { after: { refused: QUOTA } });
}

/** In units of YouTube's quota. */
const LIST_COST = 5;
const FIND_COST = 1;
/** The account's current stream, however it was created. */
const OWN_STREAM = { part: 'snippet', broadcastStatus: 'active', broadcastType: 'all' };
const WAIT_MS = 5_000;
const WAIT_LEAST_MS = 1_000;
const WAIT_MOST_MS = 600_000;
const SILENCE_LEAST_MS = 90_000;
const TIMEOUT_MS = 10_000;
const PAGE_LENGTH_MAX = 1024;
const UNREACHABLE = bilingual(
  'YouTube could not be reached: check the network and the proxy.',
  '无法连接 YouTube：请检查网络和代理。',
);
const FORBIDDEN = bilingual(
  "YouTube refuses to tell the chat: check apiKey and that the YouTube Data API is on for it, the day's quota in Google's console, and that the chat is open to all, and not over.",
  'YouTube 拒绝提供聊天内容：请检查 apiKey、是否已为它启用 YouTube Data API、Google 控制台中当天的配额，以及聊天是否对所有人开放、直播是否已结束。',
);
const NOT_LIVE = bilingual(
  'The video is not live, or has no chat: check videoId; it is looked for again.',
  '该视频没有在直播，或没有聊天：请检查 videoId；稍后会自动重新查找。',
);
const NOTHING_LIVE = bilingual(
  'The account of refreshToken streams nothing that is live: it is looked for again, or give videoId.',
  'refreshToken 所属的账号没有正在进行的直播：稍后会自动重新查找，也可以填写 videoId。',
);
const REFUSED = bilingual(
  'YouTube does not take the credential: check apiKey, or make a new refreshToken with the scope youtube.readonly.',
  'YouTube 不接受该凭证：请检查 apiKey，或重新生成带 youtube.readonly 权限的 refreshToken。',
);
const EXPIRED = bilingual(
  'The token of YouTube has ended: another is fetched.',
  'YouTube 的令牌已失效，正在重新获取。',
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
const oddAnswer = bilingualWithNumber(
  'YouTube answered in a way that was not expected; it is asked again (HTTP {}).',
  'YouTube 的应答无法识别（HTTP {}），稍后会自动重试。',
);
