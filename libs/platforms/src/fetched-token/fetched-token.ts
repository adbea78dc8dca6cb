import { aboutMs, boundedSignal, inTime } from '#timing';
import {
  bilingual,
  bilingualWithNumber,
  eventTime,
  Path,
  SourceError,
  unreached,
  waitAskedBy,
} from '#source';
import { jsonOf, type Fetch } from '../bounded-answer.js';
import { textHeaders } from '../websocket/text-headers.js';
import type { FetchedTokenOptions } from './fetched-token.options.js';

/**
 * A token that is fetched before connecting, and fetched again when it was refused, or a little before it
 * expires. Where none is given then, the one in hand is used to its end.
 */
export class FetchedToken {
  #token: string | undefined;
  #renewAt = Number.POSITIVE_INFINITY;
  #expiresAt = Number.POSITIVE_INFINITY;
  /** Whether the token in hand has opened a connection. */
  #wasGood = false;
  #renewing: Promise<void> | undefined;
  /** The one that was given last to connect with: another may be at hand since. */
  #given: string | undefined;
  readonly #fields: Record<string, string | number>;
  readonly #path: Path;
  readonly #expires: Path | undefined;
  readonly #next: readonly (readonly [string, Path])[];

  constructor(
    private readonly options: FetchedTokenOptions,
    private readonly fetch: Fetch,
    private readonly now: () => number = () => performance.now(),
    private readonly wallClock: () => number = Date.now,
  ) {
    const { form, json, path, expires, next = {} } = options;
    this.#fields = { ...form, ...json };
    this.#path = new Path(path);
    this.#expires = Path.maybe(expires?.path);
    this.#next = Object.entries(next).map(([name, text]) => [name, new Path(text)]);
  }

  /** The current token, if there is one. */
  get current(): string | undefined {
    return this.#token;
  }

  /**
   * The token to connect with.
   * @throws {SourceError} when none is given. Its message quotes nothing of the request or the
   *   answer.
   */
  async get(signal: AbortSignal): Promise<string> {
    if (this.#isAlive && this.now() >= this.#renewAt) {
      this.#renewing ??= this.#renewAhead();
      await inTime(this.#renewing, AHEAD_MS, () => undefined);
    }
    if (!this.#isAlive) {
      this.#forget();
      await this.#renewing;
    }
    if (this.#token === undefined) await this.#renew(signal);
    this.#given = this.#token;
    return this.#token!;
  }

  get #isAlive(): boolean {
    return this.#token !== undefined && this.now() < this.#expiresAt;
  }

  accepted(): void {
    this.#wasGood = true;
  }

  /**
   * The server did not accept the token.
   * @returns whether another one may help, because this one was accepted before, or another is at hand.
   */
  refused(): boolean {
    if (this.#token !== undefined && this.#token !== this.#given) return true;
    const mayHelp = this.#wasGood;
    this.#forget();
    return mayHelp;
  }

  #forget(): void {
    this.#token = undefined;
    this.#wasGood = false;
  }

  /**
   * Goes on where nobody waits for it any more: a refresh token that is good once may be spent, and only its
   * answer has the next one. Never rejects.
   */
  async #renewAhead(): Promise<void> {
    try {
      await this.#renew();
    } catch (error) {
      const { after, retryAfterMs = 0 }: Partial<SourceError> =
        error instanceof SourceError ? error : {};
      const againMs = typeof after === 'object' ? aboutMs(REFUSED_AGAIN_MS) : aboutMs(AGAIN_MS);
      this.#renewAt = this.now() + Math.max(againMs, retryAfterMs);
    } finally {
      this.#renewing = undefined;
    }
  }

  async #renew(signal?: AbortSignal): Promise<void> {
    const asked = this.now();
    const answer = await this.#ask(signal);
    const token = this.#path.read(answer, answer);
    const text = typeof token === 'number' ? String(token) : token;
    if (typeof text !== 'string' || !TOKEN.test(text)) throw new SourceError(NO_TOKEN);
    for (const [name, path] of this.#next) {
      const value = path.read(answer, answer);
      if (typeof value === 'string' && value.length <= TOKEN_LENGTH_MAX) this.#fields[name] = value;
    }
    this.#token = text;
    this.#wasGood = false;
    const { lifeMs, isTold } = this.#lifeOf(answer);
    this.#expiresAt = asked + Math.max(LIFE_LEAST_MS, lifeMs);
    this.#renewAt = isTold
      ? asked + Math.max(LIFE_LEAST_MS, RENEWED_AFTER * lifeMs)
      : this.#expiresAt;
  }

  async #ask(signal?: AbortSignal): Promise<unknown> {
    const { url, form, json, headers = {} } = this.options;
    const { method = form === undefined && json === undefined ? 'GET' : 'POST' } = this.options;
    const until = boundedSignal(TIMEOUT_MS, signal);
    let response: Response;
    let answer: unknown;
    try {
      // A redirect would send the request's secrets to another address.
      response = await this.fetch(url, {
        method,
        headers: { accept: 'application/json', ...this.#contentType(), ...textHeaders(headers) },
        ...(method === 'POST' && { body: this.#body() }),
        redirect: 'manual',
        signal: until,
      });
      answer = await jsonOf(response);
    } catch (cause) {
      throw unreached(cause, UNREACHABLE);
    }
    if (REFUSALS.has(response.status)) {
      throw new SourceError(REFUSED, { after: { refused: REFUSED } });
    }
    if (response.status >= 300 && response.status < 400) {
      throw new SourceError(REDIRECTED, { after: { refused: REDIRECTED } });
    }
    if (!response.ok) {
      const retryAfterMs = waitAskedBy(response);
      throw new SourceError(oddAnswer(response.status), { retryAfterMs });
    }
    return answer;
  }

  #contentType(): Record<string, string> {
    return this.options.json === undefined ? {} : { 'content-type': 'application/json' };
  }

  #body(): string | URLSearchParams {
    if (this.options.json !== undefined) return JSON.stringify(this.#fields);
    return new URLSearchParams(textHeaders(this.#fields));
  }

  /** How long the token lives, and whether its server has told that. */
  #lifeOf(answer: unknown): { readonly lifeMs: number; readonly isTold: boolean } {
    const { expires, everySeconds } = this.options;
    const value = this.#expires?.read(answer, answer);
    const duration = Number(value) * (expires?.unit === 'ms' ? 1 : 1000);
    // A date, or a number beyond any token's lifetime, is the time at which it ends.
    const endsAt = duration <= LIFE_MOST_MS ? undefined : eventTime(value);
    const told = endsAt === undefined ? duration : Math.max(1, endsAt - this.wallClock());
    if (told > 0) return { lifeMs: told, isTold: true };
    return { lifeMs: 1000 * (everySeconds ?? Number.POSITIVE_INFINITY), isTold: false };
  }
}

const TIMEOUT_MS = 10_000;
/** How long a connection waits for another token while the one in hand lives: it has little time itself. */
const AHEAD_MS = 3_000;
/** Thirty years. */
const LIFE_MOST_MS = 946_080_000_000;
const LIFE_LEAST_MS = 1_000;
/** The part of its life after which a token is renewed, so that none expires on its way. */
const RENEWED_AFTER = 0.9;
/** About how long a server that gave none is left alone while the token in hand lives, in ms. */
const AGAIN_MS = 10_000;
const REFUSED_AGAIN_MS = 300_000;
const TOKEN_LENGTH_MAX = 16_384;
/** It may go into a header or a subprotocol, so it must stay within one line. */
const TOKEN = /^[!-~](?:[ -~]{0,16382}[!-~])?$/;
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404]);

const UNREACHABLE = bilingual(
  'The server of the token could not be reached: check token.url, the network and the proxy.',
  '无法连接令牌服务器：请检查 token.url、网络和代理。',
);
const REFUSED = bilingual(
  'The server of the token gives none: check the url, headers and fields of token; a refresh token that was good once must be made anew.',
  '令牌服务器拒绝发放令牌：请检查 token 的 url、headers 和字段；一次性的刷新令牌用过后需要重新生成。',
);
const REDIRECTED = bilingual(
  'The server of the token answers with a redirect, which is not followed: give the final address as token.url.',
  '令牌服务器返回了跳转，程序不会跟随：请在 token.url 中填写最终地址。',
);
const NO_TOKEN = bilingual(
  'The server of the token answered without one: check token.path.',
  '令牌服务器的响应里没有令牌：请检查 token.path。',
);
const oddAnswer = bilingualWithNumber(
  'The server of the token answered in a way that was not expected; it is asked again (HTTP {}).',
  '令牌服务器的响应无法识别（HTTP {}），稍后会自动重试。',
);
