import type { ReportAuth, TargetConfig } from '#config';
import {
  chooseRequest,
  CREDENTIAL_FAULTS,
  EMPTY_REPORT,
  ReportClient,
  RequestUrl,
  type ReportOutcome,
  type ReportRequest,
} from '#metastudio';
import { logText } from '#telemetry';
import { untilAborted } from '#timing';
import { reportSignerOf } from '../reporter/project/build-signer.js';
import { policyOf } from '../reporter/project/build-projects.js';
import type { ProjectAccess } from '../projects/access/project-access.js';
import { targetKeyOf, targetName } from './check-targets.js';
import { fail, ok, skipped, type Finding } from './finding.js';
import { wayOutOfCode } from './project-checks.js';
import type { FoundJob } from './room-checks.js';

/** The parts that a trial of reports requires. */
export interface ReportTrial {
  readonly targets: readonly TargetConfig[];
  /** The live job of each target, by its key, where one was found. */
  readonly jobs: ReadonlyMap<string, FoundJob> | undefined;
}

/**
 * Checks whether MetaStudio takes the authentication of reports. Where that is not `auth`, only a
 * report shows it: without a trial, the finding says that it was not tried.
 *
 * @param trial present to send each target's live job a report without an event.
 */
export async function* reportChecks(
  access: ProjectAccess,
  trial: ReportTrial | undefined,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const { config } = access;
  if (trial === undefined) {
    const untried = UNTRIED[config.reportAuth];
    if (untried !== undefined) yield skipped(CHECK, config.name, `${untried} was ${NOT_TRIED}`);
    return;
  }
  for (const target of trial.targets) {
    if (signal.aborted) return;
    yield* tryTarget(access, target, trial.jobs?.get(targetKeyOf(target)), signal);
  }
}

/** With what comes first, and with authKey, which comes next where a URL with its own key ends. */
async function* tryTarget(
  access: ProjectAccess,
  target: TargetConfig,
  found: FoundJob | undefined,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  const { config, clock } = access;
  const subject = targetName(target);
  const job = found ?? knownJob(target);
  if (job === undefined) {
    yield skipped(CHECK, subject, 'not tried: no live job is known to run');
    return;
  }
  // A fresh URL is for the next report.
  const policy = { ...policyOf(config), refreshUrl: 'never' as const };
  const choose = (issuedUrl: string | undefined) => {
    const { roomId, appUserId } = target;
    const named = { projectId: config.projectId, roomId, jobId: job.jobId };
    return chooseRequest(policy, { target: named, appUserId, issuedUrl }, clock.now());
  };
  const choice = choose((job.reportUrl ?? target.reportUrl)?.reveal());
  if (choice.kind === 'no-url') {
    const why = choice.issuedUrlRefused;
    const none = `no report URL ${why === undefined ? 'is known' : `that is followed (${why})`}`;
    yield fail(CHECK, subject, none, WAY_OUT.url);
    return;
  }
  yield await tryReport(access, subject, choice, signal);
  const next = choice.ownKey && config.reportAuth === 'auth-key' ? choose(undefined) : undefined;
  if (next !== undefined && next.kind !== 'no-url' && !signal.aborted) {
    yield await tryReport(access, subject, next, signal);
  }
}

async function tryReport(
  { config, clock, signer, transport }: ProjectAccess,
  subject: string,
  choice: ReportRequest,
  signal: AbortSignal,
): Promise<Finding> {
  const policy = { ...policyOf(config), refreshUrl: 'never' as const };
  const { timeoutMs } = config;
  const client = new ReportClient(
    { policy, timeoutMs },
    reportSignerOf(config, signer),
    transport,
    clock,
  );
  const sending = client.send(choice, EMPTY_REPORT, { signal });
  // A credential that has to be fetched first may take as long as an answer.
  await untilAborted(signal, sending);
  const outcome: ReportOutcome = signal.aborted ? { kind: 'stale' } : await sending;
  const by = choice.ownKey ? 'url' : config.reportAuth;
  return findingOf(subject, outcome, by);
}

/** The job that the configuration names, whether or not it runs. */
function knownJob({ jobId, reportUrl }: TargetConfig): FoundJob | undefined {
  if (jobId !== 'auto') return { jobId, reportUrl };
  const inUrl = RequestUrl.parse(reportUrl?.reveal() ?? '')
    ?.path.split('/')
    .at(-2);
  return inUrl === undefined || inUrl === '' ? undefined : { jobId: inUrl, reportUrl };
}

function findingOf(subject: string, outcome: ReportOutcome, by: ReportAuth): Finding {
  switch (outcome.kind) {
    case 'delivered':
      return ok(CHECK, subject, `MetaStudio takes a report (without an event), ${BY[by]}`);
    case 'unauthorized': {
      const { fault, by: giver } = outcome;
      const said = fault === undefined ? 'it was refused' : CREDENTIAL_FAULTS[fault];
      const found = giver === undefined ? said : `${giver} gave no credential`;
      return fail(CHECK, subject, `${BY[by]}: ${found}${factsOf(outcome)}`, WAY_OUT[by]);
    }
    case 'invalid':
    case 'too-large': {
      const words = outcome.kind === 'invalid' ? logText(outcome.message) : '';
      const found = `not tried: MetaStudio takes no report without an event${factsOf(outcome)}`;
      return skipped(CHECK, subject, words === '' ? found : `${found}: ${words}`);
    }
    case 'gone':
      return fail(CHECK, subject, `the job takes no events${factsOf(outcome)}`, JOB_WAY_OUT);
    case 'refused':
      return fail(CHECK, subject, `${outcome.reason}${factsOf(outcome)}`, REFUSED_WAY_OUT);
    case 'retry':
      return fail(
        CHECK,
        subject,
        `${outcome.reason}${factsOf(outcome)}`,
        wayOutOfCode(outcome.code) ?? RETRY_WAY_OUT,
      );
    case 'stale':
      return skipped(CHECK, subject, 'not tried: interrupted');
  }
}

function factsOf(outcome: { status?: number | undefined; code?: string | undefined }): string {
  const { status, code } = outcome;
  const facts = [status === undefined ? undefined : `status ${status}`, code];
  const known = facts.filter((fact) => fact !== undefined);
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}

const CHECK = 'report';
const NOT_TRIED =
  'not tried: nothing but a report uses it (doctor --report sends one without an event)';

const UNTRIED: Readonly<Record<ReportAuth, string | undefined>> = {
  auth: undefined,
  'auth-key': 'authKey',
  url: 'the report URL',
};

const BY: Readonly<Record<ReportAuth, string>> = {
  auth: 'by auth',
  'auth-key': 'by authKey',
  url: 'by the report URL itself',
};

const WAY_OUT: Readonly<Record<ReportAuth, string>> = {
  auth: 'Correct auth of this project; look at the clock, too.',
  'auth-key':
    'Correct authKey: its secret, and its template, which Huawei publishes for nobody and has to confirm.',
  url: 'Give the report URL of the running job (reportUrl), or auth, with which the relay looks it up.',
};
const JOB_WAY_OUT = 'Start the live in MetaStudio, or use jobId: auto.';
const REFUSED_WAY_OUT =
  'Look up this word in docs/RUNBOOK.md, under "A target is paused": it is why the target would be.';
const RETRY_WAY_OUT = 'Check the network and HTTPS_PROXY; else wait and run it again.';
