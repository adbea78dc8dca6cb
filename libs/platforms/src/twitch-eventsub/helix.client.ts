import { bilingual, SourceError } from '#source';
import type { Fetch } from '../bounded-answer.js';
import type { EventsubSubscription } from './eventsub-subscriptions.js';
import type { TwitchIdentity } from './twitch-account.js';
import { askTwitch } from './twitch-http.js';

/** The calls of Twitch's API that EventSub requires. */
export class HelixClient {
  /** @param url without a trailing slash. */
  constructor(
    private readonly url: string,
    private readonly fetch: Fetch,
  ) {}

  /**
   * The id of a channel, by its login.
   *
   * @throws {SourceError} when there is no such channel, or no answer.
   * @see https://dev.twitch.tv/docs/api/reference/#get-users
   */
  async channelId(login: string, as: TwitchIdentity, signal?: AbortSignal): Promise<string> {
    const url = `${this.url}/users?login=${encodeURIComponent(login)}`;
    const { status, body } = await askTwitch(this.fetch, url, { headers: headersOf(as) }, signal);
    if (status !== 200) throw new SourceError(NOT_TOLD);
    const { data } = (body ?? {}) as { readonly data?: unknown };
    if (!Array.isArray(data)) throw new SourceError(NOT_TOLD);
    const [user] = data as ({ readonly id?: unknown } | null)[];
    if (typeof user?.id === 'string') return user.id;
    throw new SourceError(NO_CHANNEL, { after: { refused: NO_CHANNEL } });
  }

  /**
   * Subscribes a WebSocket session to one kind of event.
   * @returns the HTTP status (202 done, 409 already subscribed, 401 and 403 not permitted, 429 the
   *   user's limit is reached), and Twitch's id of the subscription.
   * @throws {SourceError} when no answer came.
   * @see https://dev.twitch.tv/docs/api/reference/#create-eventsub-subscription
   */
  async subscribe(
    { type, version, asUser }: EventsubSubscription,
    to: { readonly channelId: string; readonly sessionId: string },
    as: TwitchIdentity,
  ): Promise<{ readonly status: number; readonly id: string | undefined }> {
    const condition = {
      broadcaster_user_id: to.channelId,
      ...(asUser === undefined ? {} : { [asUser]: as.userId }),
    };
    const transport = { method: 'websocket', session_id: to.sessionId };
    const init = {
      method: 'POST',
      headers: { ...headersOf(as), 'Content-Type': 'application/json' },
      body: JSON.stringify({ type, version, condition, transport }),
    };
    const { status, body } = await askTwitch(this.fetch, this.#subscriptionsUrl, init);
    const { data } = (body ?? {}) as { readonly data?: unknown };
    const [made] = Array.isArray(data) ? (data as ({ readonly id?: unknown } | null)[]) : [];
    return { status, id: status === 202 && typeof made?.id === 'string' ? made.id : undefined };
  }

  /**
   * Ends a subscription.
   *
   * @throws {SourceError} when no answer came.
   * @see https://dev.twitch.tv/docs/api/reference/#delete-eventsub-subscription
   */
  async unsubscribe(id: string, as: TwitchIdentity): Promise<void> {
    const url = `${this.#subscriptionsUrl}?id=${encodeURIComponent(id)}`;
    await askTwitch(this.fetch, url, { method: 'DELETE', headers: headersOf(as) });
  }

  get #subscriptionsUrl(): string {
    return `${this.url}/eventsub/subscriptions`;
  }
}

function headersOf({ token, clientId }: TwitchIdentity): Record<string, string> {
  return { Authorization: `Bearer ${token}`, 'Client-Id': clientId };
}

const NOT_TOLD = bilingual(
  'Twitch did not tell the id of the channel.',
  'Twitch 没有返回频道的 ID，稍后会自动重试。',
);
const NO_CHANNEL = bilingual(
  'Twitch knows no such channel: check channel, the name in its address.',
  'Twitch 上没有这个频道：请检查 channel，应填写频道网址中的名称。',
);
