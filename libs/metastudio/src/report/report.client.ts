import type { Transport } from '../http/late-transport.js';
import { exchange, type Exchange } from '../http/exchange.js';
import type { SkewClock } from '../http/skew-clock.js';
import { CredentialError } from '../signing/credential-error.js';
import type { SignedRequest, Signer } from '../signing/signer.js';
import { headerOf } from './answer.js';
import type { ReportPolicy, ReportRequest } from './choose-request.js';
import { classifyAnswer } from './classify-answer.js';
import type { RefusedReason, ReportOutcome, Unauthorized } from './report-outcome.js';

export interface ReportClientOptions {
  readonly policy: ReportPolicy;
  /** From the call to the end of the answer, including the wait for a connection. */
  readonly timeoutMs: number;
}

/** Decisions of the caller while a report is under way. */
export interface SendControl {
  /**
   * Called synchronously, once the connection exists and immediately before the bytes are handed to
   * it; `false` ends the call as `stale`, and nothing is sent. If it throws, `send` rejects with
   * that.
   */
  readonly beforeWrite?: (() => boolean) | undefined;
  /** Ends the call: as `stale` when nothing was written, else as an ambiguous retry. */
  readonly signal?: AbortSignal | undefined;
}

/** The most bytes of an answer that are read; far more than a report URL and an error take. */
const ANSWER_BYTES_MAX = 65_536;

/** What becomes of a report that cannot be signed. */
export type Unsigned = Extract<ReportOutcome, { readonly kind: 'retry' | 'unauthorized' }>;

interface Sent {
  readonly signed: SignedRequest;
  readonly signedAtWrongTime: () => boolean;
}

/**
 * Sends the reports of one project: one request, one answer, no retry and no redirect. The outcome
 * tells what to do next.
 */
export class ReportClient {
  readonly #options: ReportClientOptions;
  readonly #signer: Signer;
  readonly #transport: Transport;
  readonly #clock: SkewClock;

  /** @param signer for requests without a key of their own. */
  constructor(
    options: ReportClientOptions,
    signer: Signer,
    transport: Transport,
    clock: SkewClock,
  ) {
    this.#options = options;
    this.#signer = signer;
    this.#transport = transport;
    this.#clock = clock;
  }

  /**
   * Resolves once the report can be signed without waiting, or with what becomes of it where no credential can be had
   * now. Asked before its turn under a limit: reports that waited for one credential, or for the HTTP client to be
   * loaded, would all go in the moment in which it comes, and one that cannot be signed needs no turn.
   */
  async ready({ ownKey }: ReportRequest): Promise<Unsigned | undefined> {
    this.#transport.load();
    try {
      if (!ownKey) await this.#signer.ready?.();
      return undefined;
    } catch (error) {
      return unsigned(error);
    }
  }

  /**
   * @param request from `chooseRequest`, which checked its address.
   * @param body from `buildReport`; it must not change before the outcome is there.
   */
  async send(
    request: ReportRequest,
    body: Buffer,
    control: SendControl = {},
  ): Promise<ReportOutcome> {
    const signedAtWrongTime = this.#clock.watch();
    let signed: SignedRequest;
    try {
      signed = await this.#sign(request, body);
    } catch (error) {
      return unsigned(error);
    }
    const { timeoutMs } = this.#options;
    const { url, headers } = signed;
    const { beforeWrite, signal } = control;
    const result = await exchange(this.#transport, {
      method: 'POST',
      url,
      headers,
      body,
      beforeWrite,
      signal,
      timeoutMs,
      answerBytesMax: ANSWER_BYTES_MAX,
    });
    return this.#outcomeOf(request, { signed, signedAtWrongTime }, result);
  }

  #sign(request: ReportRequest, body: Buffer): SignedRequest | Promise<SignedRequest> {
    const { url, target, appUserId, ownKey } = request;
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (appUserId !== undefined) headers['x-app-userid'] = appUserId;
    if (ownKey) return { url, headers };
    headers['x-project-id'] = target.projectId;
    return this.#signer.sign({
      method: 'POST',
      url,
      headers,
      body,
      now: this.#clock.now(),
      target,
    });
  }

  #outcomeOf(request: ReportRequest, sent: Sent, result: Exchange): ReportOutcome {
    switch (result.kind) {
      case 'not-sent':
        return { kind: 'stale' };
      case 'failed': {
        const { reason, written, code } = result;
        if (reason === 'unsendable') return { kind: 'refused', reason, code };
        return { kind: 'retry', reason, ambiguous: written, code };
      }
      case 'answered': {
        this.#clock.observe(headerOf(result.answer, 'date'));
        const outcome = classifyAnswer(result.answer, {
          rules: this.#options.policy,
          target: request.target,
          now: this.#clock.now(),
        });
        if (outcome.kind === 'unauthorized') {
          return { ...outcome, remedy: this.#remedyFor(request, sent) };
        }
        const isSignedWithout = this.#options.policy.reportAuth === 'auth';
        return request.ownKey && isSignedWithout ? perhapsOfUrl(outcome) : outcome;
      }
    }
  }

  #remedyFor(
    { via, ownKey }: ReportRequest,
    { signed, signedAtWrongTime }: Sent,
  ): Unauthorized['remedy'] {
    if (ownKey) return 'drop-url';
    if (this.#signer.refused(signed) || signedAtWrongTime()) return 'sign-again';
    return via === 'issued' ? 'drop-url' : 'none';
  }
}

/**
 * An answer to an issued URL, which may have ended: no answer to one that has is published. Then the report is sent
 * once more without it.
 */
function perhapsOfUrl(outcome: ReportOutcome): ReportOutcome {
  const remedy = 'drop-url';
  if (outcome.kind === 'gone') return { ...outcome, remedy };
  if (outcome.kind !== 'refused' || !OF_ADDRESS.has(outcome.reason)) return outcome;
  const { status, code, requestId } = outcome;
  return { kind: 'unauthorized', status, code, requestId, remedy };
}

const OF_ADDRESS: ReadonlySet<RefusedReason> = new Set([
  'forbidden',
  'wrong-project',
  'wrong-endpoint',
]);

/** @throws an error that no credential has caused. */
function unsigned(error: unknown): Unsigned {
  if (!(error instanceof CredentialError)) throw error;
  const { giver: by, giverCode: code } = error;
  return error.retriable
    ? { kind: 'retry', reason: 'credential-failed', ambiguous: false, code }
    : { kind: 'unauthorized', remedy: 'none', by, code };
}
