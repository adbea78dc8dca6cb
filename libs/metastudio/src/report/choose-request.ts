import { reportUrlOf, type ReportTarget } from '../report-target.js';
import type { RequestUrl } from '../request-url.js';
import { checkReportUrl, type ReportUrlRules, type UrlRefusal } from './check-report-url.js';
import { expiresTimeOf } from './url-expiry.js';

/** How a project's reports are addressed and authenticated. */
export interface ReportPolicy extends ReportUrlRules {
  /**
   * `auth` and `auth-key`: the client's signer authenticates reports to URLs without a key of their
   * own; `url`: only an issued report URL can be used, which authenticates itself.
   */
  readonly reportAuth: 'auth' | 'auth-key' | 'url';
  /** When to ask MetaStudio for a fresh report URL: close to the expiry, always, or never. */
  readonly refreshUrl: 'auto' | 'always' | 'never';
}

/** What is known about a target when a report is built. */
export interface ReportAddress {
  readonly target: ReportTarget;
  /** The target's `X-App-UserId`. */
  readonly appUserId?: string | undefined;
  /** The report URL that MetaStudio issued for this job, as it came. */
  readonly issuedUrl?: string | undefined;
  /** When it came, in ms of MetaStudio's time; its lifetime counts from then. */
  readonly issuedAt?: number | undefined;
}

/** The address of one report, and how it is authenticated. */
export interface ReportRequest {
  readonly kind: 'request';
  readonly target: ReportTarget;
  readonly appUserId?: string | undefined;
  readonly url: RequestUrl;
  /** `issued`: MetaStudio's own URL; `endpoint`: the documented path on the endpoint. */
  readonly via: 'issued' | 'endpoint';
  /** The URL authenticates itself: nothing is added to it except what was asked for. */
  readonly ownKey: boolean;
  /** Asks MetaStudio for a fresh URL. */
  readonly refresh: boolean;
  /** Why the issued URL was not used: forget it. */
  readonly issuedUrlRefused?: UrlRefusal | undefined;
}

/** There is no way to report: the URL must be looked up (`showJob`) or configured. */
export interface NoRequest {
  readonly kind: 'no-url';
  readonly issuedUrlRefused?: UrlRefusal | undefined;
}

/** A URL is refreshed this long before its expiry, in ms, or in the last fifth of its life. */
export const REFRESH_MARGIN_MS = 600_000;

/**
 * Decides where the next report of a target goes. An issued URL with a key of its own is used
 * unchanged, whatever `reportAuth` says, until it nears its expiry: then a fresh one is requested
 * with it (`refresh_url=true`), and once it has expired the endpoint is used instead if there is a
 * credential for it. One without a key is followed unchanged and signed as configured. After
 * `unauthorized` with the remedy `drop-url`, call this again without the issued URL.
 * @param now MetaStudio's time in ms (the corrected clock).
 */
export function chooseRequest(
  policy: ReportPolicy,
  address: ReportAddress,
  now: number,
): ReportRequest | NoRequest {
  const { issuedUrl } = address;
  if (issuedUrl === undefined) return viaEndpoint(policy, address, undefined);
  const checked = checkReportUrl(issuedUrl, policy, address.target);
  if (!checked.ok) return viaEndpoint(policy, address, checked.refusal);
  const { url } = checked;
  const ownKey = url.parameter('auth_key') !== undefined || policy.reportAuth === 'url';
  const expiry = ownKey ? expiryOf(url, address, now) : 'none';
  const elsewhere = policy.reportAuth !== 'url';
  if (expiry === 'over' && elsewhere) return viaEndpoint(policy, address, undefined, true);
  if (expiry === 'near' && elsewhere && policy.refreshUrl === 'never') {
    return viaEndpoint(policy, address, undefined);
  }
  return requestTo(
    url,
    'issued',
    { ownKey, isNear: expiry !== 'none' },
    policy,
    address,
    undefined,
  );
}

function viaEndpoint(
  policy: ReportPolicy,
  address: ReportAddress,
  issuedUrlRefused: UrlRefusal | undefined,
  expired = false,
): ReportRequest | NoRequest {
  if (policy.reportAuth === 'url') return { kind: 'no-url', issuedUrlRefused };
  const url = reportUrlOf(policy.endpoint, address.target);
  const key = { ownKey: false, isNear: expired };
  return requestTo(url, 'endpoint', key, policy, address, issuedUrlRefused);
}

function requestTo(
  url: RequestUrl,
  via: 'issued' | 'endpoint',
  { ownKey, isNear }: { readonly ownKey: boolean; readonly isNear: boolean },
  policy: ReportPolicy,
  { target, appUserId }: ReportAddress,
  issuedUrlRefused: UrlRefusal | undefined,
): ReportRequest {
  const refresh = policy.refreshUrl === 'always' || (policy.refreshUrl === 'auto' && isNear);
  const asks = refresh && url.parameter('refresh_url') === undefined;
  return {
    kind: 'request',
    target,
    appUserId,
    url: asks ? url.withParameter('refresh_url', 'true') : url,
    via,
    ownKey,
    refresh,
    issuedUrlRefused,
  };
}

/** A URL without an expiry is used until it is refused. */
function expiryOf(
  url: RequestUrl,
  { issuedAt }: ReportAddress,
  now: number,
): 'none' | 'near' | 'over' {
  const expiresAt = expiresTimeOf(url);
  if (expiresAt === undefined) return 'none';
  const left = expiresAt - now;
  if (left <= 0) return 'over';
  const life = Number.isFinite(issuedAt) ? expiresAt - issuedAt! : Infinity;
  return left <= Math.min(REFRESH_MARGIN_MS, Math.max(life, 0) / 5) ? 'near' : 'none';
}
