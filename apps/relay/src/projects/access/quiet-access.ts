import type { ProjectConfig, ProxyConfig } from '#config';
import { ProjectAccess } from './project-access.js';
import type { ProjectListener } from './project-listener.js';

/** Hears nothing. */
export const QUIET: ProjectListener = {
  clockSkewed: () => {},
  lookupFailed: () => {},
  lookupRecovered: () => {},
  listingRefused: () => {},
  roomMissing: () => {},
  roomFound: () => {},
  roomLeft: () => {},
};

/** Access to a project for a command, which reports failures itself. */
export function quietAccess(project: ProjectConfig, proxy: ProxyConfig): ProjectAccess {
  return new ProjectAccess(project, proxy, QUIET);
}
