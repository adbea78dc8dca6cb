import type { ProjectConfig } from '#config';
import { ReportRate, type BufferKeys, type BufferRedis } from '#event-buffer';
import { endpointOf, ReportClient, type ReportPolicy } from '#metastudio';
import { PinnedJobs, type LookUpUrl } from '../../projects/live-jobs/pinned-jobs.js';
import type { ProjectAccess } from '../../projects/access/project-access.js';
import { ProjectJobs } from '../../projects/live-jobs/project-jobs.js';
import { reportSignerOf } from './build-signer.js';
import type { LiveJobs } from '../../projects/live-jobs/live-jobs.js';
import type { ReportProject } from './report-project.js';
import { ReportTurns } from '../turns/report-turns.js';

/** Makes what reports need, for each project. */
export function buildProjects(
  accesses: readonly ProjectAccess[],
  redis: BufferRedis,
  keys: BufferKeys,
  failed: (error: Error) => void,
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
      const turns = rate && new ReportTurns({ rate, failed });
      return [name, { projectId, policy, client, clock, rate, turns, jobs: jobsOf(access) }];
    }),
  );
}

/** How a project's reports are addressed. */
export function policyOf(project: ProjectConfig): ReportPolicy {
  const { endpoint, allowedHosts, reportAuth, refreshUrl } = project;
  return { endpoint: endpointOf(endpoint), allowedHosts, reportAuth, refreshUrl };
}

function jobsOf(access: ProjectAccess): LiveJobs {
  const { reportAuth } = access.config;
  const lookUp: LookUpUrl = async (roomId, jobId, appUserId) =>
    access.lookUp(async (client, signal) => {
      const { reportUrl } = await client.showJob(roomId, jobId, { signal, appUserId });
      return { url: reportUrl, at: access.clock.now() };
    });
  const pinned = new PinnedJobs({
    lookUp: access.client === undefined ? undefined : lookUp,
    needsUrl: reportAuth === 'url',
  });
  return new ProjectJobs(pinned, access.running);
}
