import type { TargetConfig } from '#config';
import { reportUrlExpiry } from '#metastudio';
import type { ProjectAccess } from '../projects/access/project-access.js';
import { targetName } from './check-targets.js';
import { fail, ok, warn, type Finding } from './finding.js';

/** Checks whether the report URLs of the configuration have expired. */
export function* reportUrlChecks(
  { config, clock }: ProjectAccess,
  targets: readonly TargetConfig[],
): Generator<Finding> {
  for (const target of targets) {
    if (target.reportUrl === undefined) continue;
    const subject = targetName(target);
    const expiresAt = reportUrlExpiry(target.reportUrl.reveal());
    if (expiresAt === undefined) {
      yield ok(CHECK, subject, 'does not tell when it ends: it is used until it is refused');
      continue;
    }
    const at = timeText(expiresAt);
    if (expiresAt > clock.now()) {
      yield ok(CHECK, subject, `counts until ${at}`);
    } else if (config.reportAuth === 'url' && config.auth === undefined) {
      const found = `expired at ${at}, and nothing else authenticates reports`;
      yield fail(CHECK, subject, found, ISSUE_ANOTHER);
    } else {
      yield warn(CHECK, subject, `expired at ${at}: it is not used`, TAKE_OUT);
    }
  }
}

/** A time as text; a number that no `Date` can hold stays a number. */
function timeText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? `${ms} ms` : date.toISOString();
}

const CHECK = 'report-url';
const ISSUE_ANOTHER =
  'Start from the reportUrl of the running job (live_event_report_url of StartSmartLive or ShowSmartLive), or give auth, with which the relay looks it up.';
const TAKE_OUT = 'Take reportUrl out, or give the one of the running job.';
