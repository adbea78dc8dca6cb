import type { BridgeConfig, ProjectConfig, RelayConfig } from '#config';
import { ReportRate, targetIdOf, type BufferKeys, type BufferRedis } from '#event-buffer';
import {
  createTransport,
  endpointOf,
  ReportClient,
  SkewClock,
  type ReportPolicy,
} from '#metastudio';
import type { Secret } from '#secret';
import { reportSignerOf } from './build-signer.js';
import { PinnedJobs } from './live-jobs.js';
import type { ReportProject, ReportTerms } from './report-project.js';

/** The projects of a configuration, and the connections that have to be closed at the end. */
export interface BuiltProjects {
  readonly projects: ReadonlyMap<string, ReportProject>;
  close(): Promise<void>;
}

/** More targets than this are worked on at a time by no process: one connection each. */
const CONNECTIONS_MAX = 128;

/** Makes what reports need of each project. */
export function buildProjects(
  config: RelayConfig,
  redis: BufferRedis,
  keys: BufferKeys,
): BuiltProjects {
  const built = [...config.projects.values()].map((project) => {
    const transport = createTransport({
      connectionsPerOrigin: CONNECTIONS_MAX,
      proxy: config.process.proxy,
    });
    return { project, transport };
  });
  const projects = new Map(
    built.map(({ project, transport }) => {
      const policy = policyOf(project);
      const clock = new SkewClock();
      const { timeoutMs, reportsPerSecond, name } = project;
      const signer = reportSignerOf(project);
      const client = new ReportClient({ policy, timeoutMs }, signer, transport, clock);
      const rate =
        reportsPerSecond > 0 ? new ReportRate(redis, keys, name, reportsPerSecond) : undefined;
      const jobs = new PinnedJobs(issuedUrls(config.bridges, name));
      return [name, { projectId: project.projectId, policy, client, clock, rate, jobs }];
    }),
  );
  return {
    projects,
    close: async () => {
      await Promise.all(built.map(async ({ transport }) => transport.close()));
    },
  };
}

/** What the configuration says of single bridges and targets. */
export function reportTermsOf(bridges: readonly BridgeConfig[]): ReportTerms {
  const atMostOnce = bridges.filter(({ delivery }) => delivery === 'at-most-once');
  const appUserIds = new Map<string, string>();
  for (const { target } of bridges) {
    if (target.appUserId !== undefined) appUserIds.set(targetOf(target), target.appUserId);
  }
  return { atMostOnce: new Set(atMostOnce.map(({ name }) => name)), appUserIds };
}

/** The id of a bridge's target. */
export function targetOf({ project, roomId, jobId }: BridgeConfig['target']): string {
  return targetIdOf({ project, roomId, ...(jobId === 'auto' ? {} : { jobId }) });
}

function policyOf(project: ProjectConfig): ReportPolicy {
  const { endpoint, allowedHosts, reportAuth, refreshUrl } = project;
  return { endpoint: endpointOf(endpoint), allowedHosts, reportAuth, refreshUrl };
}

function issuedUrls(bridges: readonly BridgeConfig[], project: string): Map<string, Secret> {
  const urls = new Map<string, Secret>();
  for (const { target } of bridges) {
    const { jobId, reportUrl } = target;
    if (target.project === project && reportUrl !== undefined) urls.set(jobId, reportUrl);
  }
  return urls;
}
