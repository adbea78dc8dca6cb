import type { BridgeConfig, ProjectConfig } from '#config';
import { ReportRate, targetIdOf, type BufferKeys, type BufferRedis } from '#event-buffer';
import { EVENT_CLASSES, type EventClass } from '#live-event';
import { endpointOf, ReportClient, type ReportPolicy } from '#metastudio';
import type { Secret } from '#secret';
import { PinnedJobs } from '../projects/pinned-jobs.js';
import type { ProjectAccess } from '../projects/project-access.js';
import { jobOfUrl, ProjectJobs } from '../projects/project-jobs.js';
import { reportSignerOf } from './build-signer.js';
import type { LiveJob, LiveJobs } from './live-jobs.js';
import type { ReportProject, ReportTerms } from './report-project.js';

/** Makes what reports need of each project. */
export function buildProjects(
  accesses: readonly ProjectAccess[],
  bridges: readonly BridgeConfig[],
  redis: BufferRedis,
  keys: BufferKeys,
): ReadonlyMap<string, ReportProject> {
  return new Map(
    accesses.map((access) => {
      const { config, transport, clock } = access;
      const { name, projectId, timeoutMs, reportsPerSecond } = config;
      const policy = policyOf(config);
      const signer = reportSignerOf(config, access.signer);
      const client = new ReportClient({ policy, timeoutMs }, signer, transport, clock);
      const rate =
        reportsPerSecond > 0 ? new ReportRate(redis, keys, name, reportsPerSecond) : undefined;
      return [name, { projectId, policy, client, clock, rate, jobs: jobsOf(access, bridges) }];
    }),
  );
}

/** What the configuration says of single bridges and targets. */
export function reportTermsOf(bridges: readonly BridgeConfig[]): ReportTerms {
  const atMostOnce = new Map<string, ReadonlySet<EventClass>>();
  const appUserIds = new Map<string, string>();
  for (const { name, target, delivery } of bridges) {
    const classes = EVENT_CLASSES.filter((one) => delivery[one] === 'at-most-once');
    if (classes.length > 0) atMostOnce.set(name, new Set(classes));
    if (target.appUserId !== undefined) appUserIds.set(targetOf(target), target.appUserId);
  }
  return { atMostOnce, appUserIds };
}

/** The id of a bridge's target. */
export function targetOf({ project, roomId, jobId }: BridgeConfig['target']): string {
  return targetIdOf({ project, roomId, ...(jobId === 'auto' ? {} : { jobId }) });
}

function policyOf(project: ProjectConfig): ReportPolicy {
  const { endpoint, allowedHosts, reportAuth, refreshUrl } = project;
  return { endpoint: endpointOf(endpoint), allowedHosts, reportAuth, refreshUrl };
}

function jobsOf(access: ProjectAccess, bridges: readonly BridgeConfig[]): LiveJobs {
  const { name, reportAuth } = access.config;
  const configured = new Map<string, Secret>();
  const starts = new Map<string, LiveJob>();
  const appUserIds = new Map<string, string | undefined>();
  for (const { target } of bridges) {
    const { project, roomId, jobId, reportUrl, appUserId } = target;
    if (project !== name) continue;
    appUserIds.set(roomId, appUserId);
    if (reportUrl === undefined) continue;
    const start = jobId === 'auto' ? jobOfUrl(reportUrl) : undefined;
    if (start !== undefined) starts.set(roomId, start);
    else configured.set(jobId, reportUrl);
  }
  const lookUp = async (roomId: string, jobId: string) =>
    access.lookUp(async (client, signal) => {
      const options = { signal, appUserId: appUserIds.get(roomId) };
      const { reportUrl } = await client.showJob(roomId, jobId, options);
      return { url: reportUrl, at: access.clock.now() };
    });
  const pinned = new PinnedJobs({
    configured,
    lookUp: access.client === undefined ? undefined : lookUp,
    needsUrl: reportAuth === 'url',
  });
  return new ProjectJobs(pinned, access.running, starts);
}
