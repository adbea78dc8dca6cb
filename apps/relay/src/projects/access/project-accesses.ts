import type { RelayConfig } from '#config';
import type { LookupTimes } from '../lookup/lookup-times.js';
import { ProjectAccess } from './project-access.js';
import type { ProjectListener } from './project-listener.js';

/** Access to all projects of a configuration. */
export class ProjectAccesses {
  readonly #byName: ReadonlyMap<string, ProjectAccess>;

  constructor(
    { projects, process }: Pick<RelayConfig, 'projects' | 'process'>,
    listenerOf: (project: string) => ProjectListener,
    times?: LookupTimes,
  ) {
    this.#byName = new Map(
      [...projects].map(([name, project]) => {
        return [name, new ProjectAccess(project, process.proxy, listenerOf(name), times)];
      }),
    );
  }

  /** @param project a name that the configuration has. */
  of(project: string): ProjectAccess {
    return this.#byName.get(project)!;
  }

  /** The same for a name that may not exist. */
  find(project: string): ProjectAccess | undefined {
    return this.#byName.get(project);
  }

  all(): readonly ProjectAccess[] {
    return [...this.#byName.values()];
  }

  stop(): void {
    for (const access of this.all()) access.stop();
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map(async (access) => access.close()));
  }
}
