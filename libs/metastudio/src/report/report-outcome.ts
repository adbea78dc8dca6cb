import type { Secret } from '#secret';
import type { CredentialFault } from '../credential-fault.js';
import type { CredentialGiver } from '../signing/credential-error.js';
import type { UrlRefusal } from './check-report-url.js';

/**
 * The outcome of a report. A value: whatever MetaStudio and the network do, sending throws nothing.
 */
export type ReportOutcome =
  Delivered | Retry | Unauthorized | TooLarge | Invalid | Gone | Refused | Stale;

interface Answered {
  /** The HTTP status. */
  readonly status: number;
  /** MetaStudio's or the gateway's error code, `APIG.` written as `APIGW.`. */
  readonly code?: string | undefined;
  /** MetaStudio's id of the request, for its support. */
  readonly requestId?: string | undefined;
}

/** MetaStudio has the events. */
export interface Delivered extends Answered {
  readonly kind: 'delivered';
  /** Where the next report goes, already checked; absent if none came or it was refused. */
  readonly reportUrl?: Secret | undefined;
  /** Why the URL in the answer was not accepted. */
  readonly reportUrlRefused?: UrlRefusal | undefined;
}

/** It may work later: the events stay, and the next attempt waits. */
export interface Retry {
  readonly kind: 'retry';
  readonly reason: RetryReason;
  /**
   * The request was written and its fate is unknown: MetaStudio may have the events. Never true if
   * no byte was handed to a connection.
   */
  readonly ambiguous: boolean;
  /** MetaStudio asked for this pause, in ms; at most {@link RETRY_AFTER_MS_MAX}. */
  readonly retryAfterMs?: number | undefined;
  readonly status?: number | undefined;
  /** The error code of the answer, or of the network (`ECONNREFUSED`, `UND_ERR_SOCKET`). */
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
}

export const RETRY_REASONS = [
  'throttled',
  'server-error',
  'timeout',
  'reset',
  'connect-failed',
  'unreadable-answer',
  'credential-failed',
  'aborted',
] as const;

/**
 * Why a report must be sent again: `timeout` no answer in time, `reset` the connection broke,
 * `connect-failed` there was none, `credential-failed` IAM could not be reached, `aborted` the
 * caller's signal after the request was written.
 */
export type RetryReason = (typeof RETRY_REASONS)[number];

/** The credential was refused, or IAM refuses to issue one. No event was accepted. */
export interface Unauthorized extends Omit<Answered, 'status'> {
  readonly kind: 'unauthorized';
  /** Absent if IAM issued no token, so that nothing was sent. */
  readonly status?: number | undefined;
  /** Who refused, if it was not MetaStudio; `code` is then its code. */
  readonly by?: CredentialGiver | undefined;
  /** The problem of the credential, if the answer tells. */
  readonly fault?: CredentialFault | undefined;
  /**
   * What makes another attempt different, once: `drop-url` forget the issued URL and choose again;
   * `sign-again` the token was renewed or the clock corrected; `none` pause the target, since
   * Huawei locks a key for five minutes after five refusals in a row.
   */
  readonly remedy: 'drop-url' | 'sign-again' | 'none';
}

/** The body was too large: halve it. No event was accepted. */
export interface TooLarge extends Answered {
  readonly kind: 'too-large';
}

/** An event of the report is invalid. No event was accepted. */
export interface Invalid extends Answered {
  readonly kind: 'invalid';
  /**
   * MetaStudio's own words, cleaned, at most 500 characters. They may quote an event: for the dead
   * letter, never for a log or a metric.
   */
  readonly message: string;
  /**
   * Whether the code blames the parameters. Otherwise the job may have ended (no code is published
   * for that): look it up before blaming the events.
   */
  readonly certain: boolean;
}

/** The job does not exist or no longer accepts events: look the room up again. */
export interface Gone extends Answered {
  readonly kind: 'gone';
  /** Where the job runs all the same, the issued URL may be what has gone: forget it. */
  readonly remedy?: 'drop-url' | undefined;
}

/** MetaStudio or the gateway refuses the caller, whatever the events: pause, visibly. */
export interface Refused extends Omit<Answered, 'status'> {
  readonly kind: 'refused';
  /** Absent if the request could not even be sent. */
  readonly status?: number | undefined;
  readonly reason: RefusedReason;
}

const REFUSED_REASONS = [
  'forbidden',
  'wrong-project',
  'wrong-endpoint',
  'redirect',
  'unexpected-status',
  'unsendable',
] as const;
export type RefusedReason = (typeof REFUSED_REASONS)[number];

/** The caller refused just before the request would have been written. No byte was sent. */
export interface Stale {
  readonly kind: 'stale';
}

/** The longest pause of MetaStudio's that is obeyed, in ms. */
export const RETRY_AFTER_MS_MAX = 600_000;

/** Longest {@link Invalid.message}, in characters. */
export const MESSAGE_LENGTH_MAX = 500;
