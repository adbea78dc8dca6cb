import { VERSION } from '#agent';
import type { ProjectConfig, RelayConfig } from '#config';

/**
 * The configuration of this process, for a page. Keys are listed one by one, so that a new one is
 * not shown by accident. Holds no secret, and no address that may hold one.
 */
export abstract class Settings {
  abstract readonly shown: object;
}

export function settingsOf(config: RelayConfig): object {
  const { process, projects, buffer, redis, api, console, trail } = config;
  return {
    version: VERSION,
    roles: [...process.roles],
    listens: `${process.host}:${process.port}`,
    tokens: {
      operator: process.apiToken !== undefined,
      viewer: process.viewerToken !== undefined,
      stateKey: process.stateKey !== undefined,
    },
    projects: Object.fromEntries([...projects].map(([name, project]) => [name, shownOf(project)])),
    buffer: { ...buffer, maxPerSecond: Object.fromEntries(buffer.maxPerSecond) },
    redis: { prefix: redis.prefix },
    api,
    console,
    trail,
  };
}

function shownOf(project: ProjectConfig): object {
  const { endpoint, projectId, auth, reportAuth, refreshUrl, allowedHosts } = project;
  const { reportsPerSecond, timeoutMs } = project;
  return {
    endpoint,
    projectId,
    auth: auth?.type ?? 'none',
    reportAuth,
    refreshUrl,
    allowedHosts,
    reportsPerSecond,
    timeoutMs,
  };
}
