import { suggestion } from '#nearest-key';
import type { Findings } from '../findings.js';

/** What MetaStudio gives projects, rooms and jobs: a UUID, mostly without its hyphens. */
const GIVEN = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const WHAT = '32 hexadecimal digits, with or without hyphens';

/** Where ids are looked up. */
const WAY_OUT = {
  projectId: "the console's My Credentials page has it beside the region's name",
  roomId: 'live-relay rooms lists them',
  jobId: 'live-relay jobs lists them',
} as const;

/**
 * Tells an id that MetaStudio cannot have given. At Huawei's own hosts it is a problem; another
 * endpoint may stand in for MetaStudio, and give what it likes, so there it is a note.
 */
export function checkGivenId(
  path: string,
  id: string,
  key: keyof typeof WAY_OUT,
  endpoint: string,
  findings: Findings,
): void {
  if (GIVEN.test(id) || findings.affects(path)) return;
  if (!isHuaweis(endpoint)) {
    findings.note(path, `is no id as MetaStudio gives them (${WHAT})`);
    return;
  }
  const auto = key === 'jobId' ? 'auto, or ' : '';
  const meant = key === 'jobId' ? suggestion(id, ['auto']) : '';
  findings.problem(
    path,
    `must be ${auto}an id of MetaStudio: ${WHAT}${meant || `; ${WAY_OUT[key]}`}`,
  );
}

function isHuaweis(endpoint: string): boolean {
  return URL.canParse(endpoint) && /\.myhuaweicloud\.(?:com|eu)$/.test(new URL(endpoint).hostname);
}
