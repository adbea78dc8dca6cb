import type { ProjectConfig, ProxyConfig } from '#config';
import type { ProjectAccess } from './project-access.js';
import { quietAccess } from './quiet-access.js';

/** Access to the projects for occasional calls, each made on first use. */
export class QuietAccesses {
  readonly #projects: ReadonlyMap<string, ProjectConfig>;
  readonly #proxy: ProxyConfig;
  readonly #made = new Map<string, ProjectAccess>();

  constructor(projects: ReadonlyMap<string, ProjectConfig>, proxy: ProxyConfig) {
    this.#projects = projects;
    this.#proxy = proxy;
  }

  /** @returns `undefined` where the configuration has no such project. */
  of(name: string): ProjectAccess | undefined {
    const made = this.#made.get(name);
    const project = this.#projects.get(name);
    if (made !== undefined || project === undefined) return made;
    const access = quietAccess(project, this.#proxy);
    this.#made.set(name, access);
    return access;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#made.values()].map(async (access) => access.close()));
  }
}
