import type { BridgeConfig } from '#config';
import { EVENT_CLASSES, jsonIn, type EventClass } from '#live-event';
import type { ReviewConfig } from '#metastudio';
import type { Secret } from '#secret';
import type { ReportUrlVault } from '../projects/report-url-vault.js';

/** The terms on which a bridge's events are to be reported. */
export interface ReportTermsOfBridge {
  /** The classes whose events are rather lost than reported twice. */
  readonly atMostOnce: ReadonlySet<EventClass>;
  /** The `X-App-UserId` of its target, where that has one. */
  readonly appUserId: string | undefined;
  /** The issued report URL that its target starts from. */
  readonly reportUrl: Secret | undefined;
  /** How reports of its target are reviewed, where the configuration says so. */
  readonly reviewConfig: ReviewConfig | undefined;
  /** When they were written, in ms since 1970. Where bridges disagree, the latest counts. */
  readonly at: number;
}

export function reportTermsOf({ target, delivery }: BridgeConfig): ReportTermsOfBridge {
  const { appUserId, reportUrl, reviewConfig } = target;
  const classes = EVENT_CLASSES.filter((one) => delivery[one] === 'at-most-once');
  return { atMostOnce: new Set(classes), appUserId, reportUrl, reviewConfig, at: 0 };
}

/**
 * Formats the terms for the target's hash, where every reporter finds them, whatever its own file
 * says. The URL is sealed as all issued URLs are.
 *
 * @param target the id of the bridge's target.
 * @param at the time.
 */
export function formatReportTerms(
  { atMostOnce, appUserId, reportUrl, reviewConfig }: ReportTermsOfBridge,
  target: string,
  vault: ReportUrlVault,
  at: number,
): string {
  const url = reportUrl === undefined ? undefined : vault.seal(target, reportUrl);
  const classes = atMostOnce.size === 0 ? undefined : [...atMostOnce];
  return JSON.stringify({ at, atMostOnce: classes, appUserId, reportUrl: url, reviewConfig });
}

/** The terms that {@link formatReportTerms} wrote; `undefined` where they cannot be read. */
export function parseReportTerms(
  text: string,
  target: string,
  vault: ReportUrlVault,
): ReportTermsOfBridge | undefined {
  const kept = blockOf(text);
  if (kept === undefined) return undefined;
  const { atMostOnce, appUserId, reportUrl, reviewConfig, at } = kept;
  const classes = Array.isArray(atMostOnce) ? (atMostOnce as unknown[]) : [];
  return {
    atMostOnce: new Set(EVENT_CLASSES.filter((one) => classes.includes(one))),
    appUserId: typeof appUserId === 'string' ? appUserId : undefined,
    reportUrl: typeof reportUrl === 'string' ? vault.open(target, reportUrl) : undefined,
    reviewConfig: reviewConfigOf(reviewConfig),
    at: typeof at === 'number' ? at : 0,
  };
}

function reviewConfigOf(value: unknown): ReviewConfig | undefined {
  const { noNeedReview } = (value ?? {}) as { readonly noNeedReview?: unknown };
  return typeof noNeedReview === 'boolean' ? { noNeedReview } : undefined;
}

function blockOf(text: string): Readonly<Record<string, unknown>> | undefined {
  const value = jsonIn(text);
  const isBlock = typeof value === 'object' && value !== null;
  return isBlock ? (value as Readonly<Record<string, unknown>>) : undefined;
}
