import type { Transport } from '../http/late-transport.js';
import { retryAfterMs } from '#timing';
import type { Endpoint } from '../endpoint.js';
import { credentialFaultOf } from '../credential-fault.js';
import { exchange } from '../http/exchange.js';
import type { SkewClock } from '../http/skew-clock.js';
import { answerFieldsOf, headerOf, type Answer } from '../report/answer.js';
import { verdictOf, type Verdict } from '../report/answer-verdict.js';
import { RETRY_AFTER_MS_MAX } from '../report/report-outcome.js';
import { RequestUrl } from '../request-url.js';
import { signUntil } from '../signing/sign-until.js';
import type { Signer, UnsignedRequest } from '../signing/signer.js';
import { MetaStudioCallError, type CallFailure } from './call-error.js';
import type { CallLimiter } from './call-limiter.js';

export interface ApiCallerOptions {
  readonly endpoint: Endpoint;
  readonly projectId: string;
  readonly appUserId?: string | undefined;
  /** From the call to the end of the answer, without the limiter's wait. */
  readonly timeoutMs: number;
}

/** What a call may be given. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Overrides the project's. */
  readonly appUserId?: string | undefined;
}

/** The most bytes of an answer that are read; a page of 100 rooms is far smaller. */
const ANSWER_BYTES_MAX = 8 * 1024 * 1024;

/**
 * Makes the management calls of a project: rate-limited, signed, and repeated once after a refusal.
 */
export class ApiCaller {
  readonly #options: ApiCallerOptions;
  readonly #signer: Signer;
  readonly #transport: Transport;
  readonly #clock: SkewClock;
  readonly #limiter: CallLimiter;

  constructor(
    options: ApiCallerOptions,
    signer: Signer,
    transport: Transport,
    clock: SkewClock,
    limiter: CallLimiter,
  ) {
    this.#options = options;
    this.#signer = signer;
    this.#transport = transport;
    this.#clock = clock;
    this.#limiter = limiter;
  }

  /**
   * The JSON object that a GET returns.
   * @throws {MetaStudioCallError} for every other answer; {CredentialError} without a credential.
   */
  async get(
    path: string,
    query: readonly (readonly [name: string, value: string])[],
    call: CallOptions,
  ): Promise<Readonly<Record<string, unknown>>> {
    const url = query.reduce(
      (built, [name, value]) => built.withParameter(name, value),
      this.#urlOf(path),
    );
    return this.#ask({ method: 'GET', url }, call);
  }

  /**
   * Requests a change, and returns the JSON object of the answer. Repeated only if the credential
   * was refused: without an answer it is unknown whether the change was made.
   * @throws {MetaStudioCallError} for every other answer; {CredentialError} without a credential.
   */
  async send(
    method: 'POST' | 'PUT',
    path: string,
    body: object,
    call: CallOptions,
  ): Promise<Readonly<Record<string, unknown>>> {
    const bytes = Buffer.from(JSON.stringify(body), 'utf8');
    return this.#ask({ method, url: this.#urlOf(path), body: bytes }, call);
  }

  /** The value read from an answer, or the error that the answer was unusable. */
  need<T>(path: string, value: T | undefined): T {
    if (value !== undefined) return value;
    const asked = { method: 'GET', url: this.#urlOf(path) } as const;
    throw this.#error(asked, { reason: 'unreadable-answer', status: 200 });
  }

  async #ask(asked: Asked, call: CallOptions): Promise<Readonly<Record<string, unknown>>> {
    const first = await this.#attempt(asked, call);
    const again = first.verdict === 'unauthorized' && first.worthAnother;
    return this.#objectOf(asked, again ? await this.#attempt(asked, call) : first);
  }

  async #attempt(asked: Asked, { signal, appUserId }: CallOptions): Promise<Attempt> {
    await this.#waitForTurn(asked, signal);
    const signedAtWrongTime = this.#clock.watch();
    const unsigned = this.#unsigned(asked, appUserId ?? this.#options.appUserId);
    const signed = await signUntil(signal, this.#signer, unsigned);
    if (signed === undefined) throw this.#error(asked, { reason: 'aborted' });
    const { timeoutMs } = this.#options;
    const result = await exchange(this.#transport, {
      ...signed,
      method: asked.method,
      body: asked.body,
      timeoutMs,
      answerBytesMax: ANSWER_BYTES_MAX,
      signal,
    });
    if (result.kind === 'not-sent') throw this.#error(asked, { reason: 'aborted' });
    if (result.kind === 'failed') {
      const reason = FAILURES[result.reason];
      throw this.#error(asked, { reason, errorCode: result.code ?? result.reason.toUpperCase() });
    }
    const { answer, complete } = result;
    this.#clock.observe(headerOf(answer, 'date'));
    const fields = answerFieldsOf(answer);
    const verdict = verdictOf(answer.status, fields.code);
    const worthAnother =
      verdict === 'unauthorized' && (this.#signer.refused(signed) || signedAtWrongTime());
    return { answer, complete, verdict, worthAnother };
  }

  async #waitForTurn(asked: Asked, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#limiter.take(signal);
    } catch (cause) {
      if (signal?.aborted !== true) throw cause;
      throw this.#error(asked, { reason: 'aborted' }, cause);
    }
  }

  #unsigned({ method, url, body }: Asked, appUserId: string | undefined): UnsignedRequest {
    const { projectId } = this.#options;
    const headers: Record<string, string> = { 'x-project-id': projectId };
    if (appUserId !== undefined) headers['x-app-userid'] = appUserId;
    if (body !== undefined) headers['content-type'] = 'application/json';
    return { method, url, headers, body, now: this.#clock.now() };
  }

  #objectOf(asked: Asked, attempt: Attempt): Readonly<Record<string, unknown>> {
    const { answer, complete, verdict } = attempt;
    const { object, code, message, requestId } = answerFieldsOf(answer);
    const facts = { status: answer.status, errorCode: code, requestId };
    if (verdict !== 'delivered') {
      const wait = headerOf(answer, 'retry-after');
      const waitMs = retryAfterMs(
        wait,
        headerOf(answer, 'date'),
        this.#clock.now(),
        RETRY_AFTER_MS_MAX,
      );
      const reason = VERDICTS[verdict];
      const fault = reason === 'unauthorized' ? credentialFaultOf(code, message) : undefined;
      // The request may contain a secret or somebody's words, and an answer may repeat it.
      const words = reason === 'invalid-request' && asked.body === undefined ? message : undefined;
      throw this.#error(asked, { reason, ...facts, retryAfterMs: waitMs, fault, words });
    }
    if (object !== undefined && complete) return object;
    // It was done, and the answer is empty.
    if (asked.body !== undefined && complete && answer.body.length === 0) return {};
    // What broke off may come whole another time; what is longer than is read does not.
    const isBrokenOff = !complete && answer.body.length < ANSWER_BYTES_MAX;
    throw this.#error(asked, {
      reason: isBrokenOff ? 'unavailable' : 'unreadable-answer',
      ...facts,
    });
  }

  #urlOf(path: string): RequestUrl {
    const url = RequestUrl.parse(`${this.#options.endpoint.origin}${path}`);
    if (url === undefined) throw new TypeError('A path with a wrong character.');
    return url;
  }

  #error(
    { method, url }: Asked,
    details: ConstructorParameters<typeof MetaStudioCallError>[1],
    cause?: unknown,
  ): MetaStudioCallError {
    return new MetaStudioCallError(`${method} ${url.toString()}`, details, { cause });
  }
}

interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: RequestUrl;
  readonly body?: Buffer | undefined;
}

interface Attempt {
  readonly answer: Answer;
  readonly complete: boolean;
  readonly verdict: Verdict;
  /** A new signature will differ. */
  readonly worthAnother: boolean;
}

const FAILURES = {
  timeout: 'unavailable',
  reset: 'unavailable',
  'connect-failed': 'unavailable',
  'unreadable-answer': 'unreadable-answer',
  unsendable: 'unsendable',
  aborted: 'aborted',
} as const satisfies Record<string, CallFailure>;

const VERDICTS: Readonly<Record<Exclude<Verdict, 'delivered'>, CallFailure>> = {
  unauthorized: 'unauthorized',
  invalid: 'invalid-request',
  'perhaps-invalid': 'invalid-request',
  'too-large': 'invalid-request',
  gone: 'not-found',
  throttled: 'throttled',
  'server-error': 'unavailable',
  unanswered: 'unavailable',
  unreadable: 'unreadable-answer',
  forbidden: 'forbidden',
  'wrong-project': 'forbidden',
  'wrong-endpoint': 'wrong-endpoint',
  redirect: 'wrong-endpoint',
  'unexpected-status': 'wrong-endpoint',
};
