import type { BridgeCatalogue } from '../bridges/bridge-catalogue.js';
import type { ProjectAccesses } from '../projects/access/project-accesses.js';

/**
 * Tells whether the room of a bridge has a running job; `undefined` where that cannot be looked up.
 * A pinned job is not looked up: its target says when it has ended.
 */
export function liveRooms(
  catalogue: Pick<BridgeCatalogue, 'bridges'>,
  accesses: Pick<ProjectAccesses, 'of'>,
): (bridge: string) => Promise<boolean | undefined> {
  return async (bridge) => {
    const target = catalogue.bridges.get(bridge)?.config.target;
    if (target === undefined || target.jobId !== 'auto') return undefined;
    const { project, roomId, appUserId } = target;
    try {
      const { running } = accesses.of(project);
      if (running === undefined) return undefined;
      return (await running.jobOf({ project, roomId }, false, { appUserId })) !== undefined;
    } catch {
      // The failure was reported where rooms are looked up.
      return undefined;
    }
  };
}
