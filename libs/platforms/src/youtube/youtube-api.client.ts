import { boundedSignal } from '#timing';
import {
  bilingual,
  bilingualWithNumber,
  SourceError,
  unreached,
  waitAskedBy,
  type Fetch,
} from '#source';
import { jsonOf } from '../bounded-answer.js';
import { FetchedToken } from '../fetched-token/fetched-token.js';
import { GOOGLE_TOKEN_URL, YOUTUBE_URL, type YouTubeOptions } from './youtube.options.js';
import type { YouTubeQuota } from './youtube-quota.js';

/** What YouTube's official API is asked beside the messages of a chat. */
export class YouTubeApi {
  /** Without a slash at its end. */
  readonly address: string;
  /** The OAuth token; absent if there is an API key. */
  readonly token: FetchedToken | undefined;

  constructor(
    private readonly options: YouTubeOptions,
    private readonly fetch: Fetch,
    private readonly quota: YouTubeQuota,
  ) {
    this.address = (options.url ?? YOUTUBE_URL).replace(/\/+$/, '');
    this.token = tokenOf(options, fetch);
  }

  /**
   * The credential, in a header, since an address may be logged on its way.
   * @throws SourceError there is no token to be had.
   */
  async headers(signal: AbortSignal): Promise<Record<string, string>> {
    if (this.token === undefined) return { 'x-goog-api-key': this.options.apiKey ?? '' };
    return { authorization: `Bearer ${await this.token.get(signal)}` };
  }

  /**
   * The chat of the video; without one, of the account's current stream. Spends quota.
   * @throws SourceError there is none, or YouTube does not tell it.
   */
  async findChat(headers: Record<string, string>, signal: AbortSignal): Promise<string> {
    const { videoId } = this.options;
    const [path, query, nowhere] =
      videoId === undefined
        ? ['liveBroadcasts', OWN_STREAM, NOTHING_LIVE]
        : ['videos', { part: 'liveStreamingDetails', id: videoId }, NOT_LIVE];
    const asked = new URL(`${this.address}/${path}`);
    for (const [name, value] of Object.entries(query)) asked.searchParams.set(name, value);
    const { items } = ((await this.#ask(asked, headers, signal)) ?? {}) as { items?: unknown };
    const [found] = Array.isArray(items) ? (items as unknown[]) : [];
    const { liveStreamingDetails: live, snippet } = (found ?? {}) as Found;
    const chat = live?.activeLiveChatId ?? snippet?.liveChatId;
    if (typeof chat !== 'string' || chat === '') throw new SourceError(nowhere, { after: 'slow' });
    return chat;
  }

  async #ask(asked: URL, headers: Record<string, string>, signal: AbortSignal): Promise<unknown> {
    this.quota.spend(FIND_COST);
    let response: Response;
    let answer: unknown;
    try {
      const until = boundedSignal(TIMEOUT_MS, signal);
      response = await this.fetch(asked.href, { headers, redirect: 'error', signal: until });
      answer = await jsonOf(response);
    } catch (cause) {
      throw unreached(cause, UNREACHABLE);
    }
    if (response.status === 401 && this.token?.refused() === true) throw new SourceError(EXPIRED);
    if (response.status === 400 || response.status === 401 || response.status === 403) {
      throw new SourceError(FORBIDDEN, { after: { refused: FORBIDDEN } });
    }
    if (!response.ok) {
      const retryAfterMs = waitAskedBy(response);
      throw new SourceError(oddAnswer(response.status), { retryAfterMs });
    }
    return answer;
  }
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

/** In units of YouTube's quota. */
const FIND_COST = 1;
/** The account's current stream, however it was created. */
const OWN_STREAM = { part: 'snippet', broadcastStatus: 'active', broadcastType: 'all' };
const TIMEOUT_MS = 10_000;
const UNREACHABLE = bilingual(
  'YouTube could not be reached: check the network and the proxy.',
  '无法连接 YouTube：请检查网络和代理。',
);
export const FORBIDDEN = bilingual(
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
const EXPIRED = bilingual(
  'The token of YouTube has ended: another is fetched.',
  'YouTube 的令牌已失效，正在重新获取。',
);
const oddAnswer = bilingualWithNumber(
  'YouTube answered in a way that was not expected; it is asked again (HTTP {}).',
  'YouTube 的响应无法识别（HTTP {}），稍后会自动重试。',
);
