import { CredentialError, MetaStudioCallError } from '#metastudio';
import { patientBackoffMs } from '#timing';
import { JobLookupError } from './job-lookup-error.js';
import type { LookupTimes } from './lookup-times.js';
import type { ProjectListener } from '../access/project-listener.js';

/** After how many checks, at most, a refused credential is tried again. */
const REFUSED_CHECKS_MAX = 10;

/**
 * Lets the look-ups of a project through, and none for a while after one failed: Huawei locks an
 * access key after a few refusals, and a MetaStudio in trouble needs no storm of calls.
 */
export class LookupGate {
  readonly #project: string;
  readonly #times: LookupTimes;
  readonly #listener: ProjectListener;
  readonly #now: () => number;
  readonly #random: () => number;
  #error: JobLookupError | undefined;
  #reason: string | undefined;
  #failures = 0;
  #failingSince = 0;
  #shutUntil = -Infinity;

  /**
   * @param now a clock in ms that only goes forward.
   * @param random between 0 and 1.
   */
  constructor(
    project: string,
    times: LookupTimes,
    listener: ProjectListener,
    now: () => number = () => performance.now(),
    random: () => number = Math.random,
  ) {
    this.#random = random;
    this.#project = project;
    this.#times = times;
    this.#listener = listener;
    this.#now = now;
  }

  /** @throws {JobLookupError} when the call fails, or at once while an earlier failure counts. */
  async pass<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#error !== undefined && this.#now() < this.#shutUntil) throw this.#error;
    try {
      const value = await call();
      this.#succeeded();
      return value;
    } catch (error) {
      const failure = new JobLookupError(this.#project, error);
      // The process stops, or a single room or job is missing: look-ups as such work.
      if (!signal.aborted && !isOfOne(error)) this.#failed(failure, error);
      throw failure;
    }
  }

  #succeeded(): void {
    this.#failures = 0;
    this.#error = undefined;
    if (this.#reason === undefined) return;
    this.#reason = undefined;
    this.#listener.lookupRecovered(this.#now() - this.#failingSince);
  }

  #failed(failure: JobLookupError, cause: unknown): void {
    if (this.#failures === 0) this.#failingSince = this.#now();
    this.#failures++;
    this.#error = failure;
    this.#shutUntil = this.#now() + this.#shutMs(cause);
    const reason = reasonOf(cause);
    if (reason === this.#reason) return;
    this.#reason = reason;
    this.#listener.lookupFailed(failure);
  }

  #shutMs(cause: unknown): number {
    const { everyMs, againMs } = this.#times;
    const backoff = isRefused(cause)
      ? { firstMs: everyMs, longestMs: everyMs * REFUSED_CHECKS_MAX }
      : { firstMs: againMs, longestMs: everyMs };
    const waitMs = patientBackoffMs(this.#failures, backoff, this.#random());
    const asked = cause instanceof MetaStudioCallError ? cause.retryAfterMs : undefined;
    return isRefused(cause) ? waitMs : Math.max(asked ?? 0, waitMs);
  }
}

/** Whether trying again is useless until the operator has done something. */
function isRefused(cause: unknown): boolean {
  if (cause instanceof CredentialError) return !cause.retriable;
  return cause instanceof MetaStudioCallError && !cause.retriable;
}

function isOfOne(cause: unknown): boolean {
  return cause instanceof MetaStudioCallError && cause.reason === 'not-found';
}

function reasonOf(cause: unknown): string {
  if (cause instanceof MetaStudioCallError) {
    return [cause.reason, cause.status, cause.errorCode].join(' ');
  }
  return cause instanceof Error ? `${cause.name} ${cause.message}` : 'unknown';
}
