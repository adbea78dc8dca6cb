import { suggestion } from '#nearest-key';
import type { Findings } from '../checks/findings.js';

/** The form of MetaStudio's ids: a UUID, usually without hyphens. */
const GIVEN = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const WHAT = '32 hexadecimal digits, with or without hyphens';

/** Where to look each id up. */
const WAY_OUT = {
  projectId: "the console's My Credentials page has it beside the region's name",
  roomId: 'live-relay rooms lists them',
  jobId: 'live-relay jobs lists them',
} as const;

/**
 * Warns of an id that does not look like MetaStudio's. It is no problem: Huawei publishes no
 * pattern. Ids for an endpoint other than Huawei's are not checked: a stand-in may use any.
 */
export function checkGivenId(
  path: string,
  id: string,
  key: keyof typeof WAY_OUT,
  endpoint: string,
  findings: Findings,
): void {
  if (GIVEN.test(id) || !isHuaweis(endpoint) || findings.affects(path)) return;
  const meant = key === 'jobId' ? suggestion(id, ['auto']) : '';
  findings.caution(
    path,
    `is no id as MetaStudio gives them, ${WHAT}${meant || `; ${WAY_OUT[key]}`}`,
  );
}

function isHuaweis(endpoint: string): boolean {
  return URL.canParse(endpoint) && /\.myhuaweicloud\.(?:com|eu)$/.test(new URL(endpoint).hostname);
}
