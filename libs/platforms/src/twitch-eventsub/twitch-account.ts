import { bilingual, SourceError } from '#source';
import type { Fetch } from '../bounded-answer.js';
import { OAUTH_URL, type EventsubOptions } from './eventsub.options.js';
import { askTwitch } from './twitch-http.js';

/** The owner of a token, and its scopes. */
export interface TwitchIdentity {
  readonly token: string;
  readonly clientId: string;
  readonly userId: string;
  readonly scopes: ReadonlySet<string>;
}

/**
 * A user's token, renewed when Twitch no longer accepts it. A renewed token is kept in memory only:
 * the configuration's own refresh token still works after a restart.
 * @see https://dev.twitch.tv/docs/authentication/
 */
export class TwitchAccount {
  readonly #options: EventsubOptions;
  readonly #url: string;
  #token: string;
  #refreshToken: string | undefined;
  #known: { readonly identity: TwitchIdentity; readonly at: number } | undefined;
  #asking: Promise<TwitchIdentity> | undefined;

  constructor(
    options: EventsubOptions,
    private readonly fetch: Fetch,
  ) {
    this.#options = options;
    this.#url = options.authUrl ?? OAUTH_URL;
    this.#token = options.token.replace(/^oauth:/i, '');
    this.#refreshToken = options.refreshToken;
  }

  /**
   * Validates the token at Twitch, and renews it once if it is not accepted. Concurrent callers,
   * and those soon after, share one answer: many bridges may have the same token.
   * @throws {SourceError} when Twitch accepts no token, or does not answer.
   */
  async identify(): Promise<TwitchIdentity> {
    if (this.#known !== undefined && performance.now() - this.#known.at < KNOWN_MS) {
      return this.#known.identity;
    }
    // A caller that gives up does not cancel the shared request: it ends by itself.
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Twitch no longer accepts the token: the next caller validates it again. */
  forget(): void {
    this.#known = undefined;
  }

  async #ask(): Promise<TwitchIdentity> {
    let identity = await this.#validate();
    if (identity === undefined) {
      await this.#renew();
      identity = await this.#validate();
    }
    if (identity === undefined) throw new SourceError(TOKEN_REFUSED, { after: refusal });
    this.#known = { identity, at: performance.now() };
    return identity;
  }

  async #validate(): Promise<TwitchIdentity | undefined> {
    const headers = { Authorization: `OAuth ${this.#token}` };
    const { status, body } = await askTwitch(this.fetch, `${this.#url}/validate`, { headers });
    if (status === 401) return undefined;
    const { client_id: clientId, user_id: userId, scopes } = (body ?? {}) as ValidateAnswer;
    if (status !== 200 || typeof clientId !== 'string') throw new SourceError(ODD_ANSWER);
    // An application's token has no user.
    if (typeof userId !== 'string') throw new SourceError(TOKEN_REFUSED, { after: refusal });
    const known = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
    return { token: this.#token, clientId, userId, scopes: new Set<string>(known) };
  }

  async #renew(): Promise<void> {
    const { clientId, clientSecret } = this.#options;
    const refreshToken = this.#refreshToken;
    if (clientId === undefined || clientSecret === undefined || refreshToken === undefined) {
      throw new SourceError(TOKEN_REFUSED, { after: refusal });
    }
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: clientId,
      client_secret: clientSecret,
    });
    const init = { method: 'POST', body: form };
    const { status, body } = await askTwitch(this.fetch, `${this.#url}/token`, init);
    if (status === 400 || status === 401 || status === 403) {
      throw new SourceError(RENEWAL_REFUSED, { after: { refused: RENEWAL_REFUSED } });
    }
    const { access_token: token, refresh_token: next } = (body ?? {}) as TokenAnswer;
    if (status !== 200 || typeof token !== 'string') throw new SourceError(ODD_ANSWER);
    this.#token = token;
    if (typeof next === 'string') this.#refreshToken = next;
  }
}

/** How long a validation of the token is reused. */
const KNOWN_MS = 10_000;

interface ValidateAnswer {
  readonly client_id?: unknown;
  readonly user_id?: unknown;
  readonly scopes?: unknown;
}

interface TokenAnswer {
  readonly access_token?: unknown;
  readonly refresh_token?: unknown;
}

const TOKEN_REFUSED = bilingual(
  'Twitch does not accept the token: make a new user token with the scope user:read:chat, or give clientId, clientSecret and refreshToken so that it is renewed.',
  'Twitch 不接受该令牌：请重新生成带 user:read:chat 权限的用户令牌，或填写 clientId、clientSecret 和 refreshToken 以便自动续期。',
);
const RENEWAL_REFUSED = bilingual(
  'Twitch does not renew the token: check clientId, clientSecret and refreshToken, or make new ones.',
  'Twitch 拒绝续期令牌：请检查 clientId、clientSecret 和 refreshToken，或重新生成。',
);
const ODD_ANSWER = bilingual(
  'Twitch answered in a way that was not expected; it is asked again.',
  'Twitch 的响应无法识别，稍后会自动重试。',
);
const refusal = { refused: TOKEN_REFUSED };
