import { aboutMs, idlePause } from '#timing';
import type { ReportQueue, TargetTable } from '#event-buffer';
import type { BridgeConfig } from '#config';
import type { BridgeChanges, BridgeHost } from '../../bridges/bridge-host.js';
import type { OpenJob } from '../../projects/live-jobs/live-jobs.js';
import type { ProjectAccesses } from '../../projects/access/project-accesses.js';
import { targetOf } from '../../bridges/target-of.js';

/** After so many ms Redis is asked again that did not take the show of a target. */
const AGAIN_MS = 1000;

export interface NoJobWakeParts {
  readonly targets: TargetTable;
  readonly queue: ReportQueue;
  /** Redis did not answer; the target goes on when its delay ends, and a show is noted again. */
  readonly failed: (error: Error) => void;
}

/**
 * Watches the rooms of all targets with `jobId: auto`, and wakes those that wait for a live job as
 * soon as there is one, in which no report has failed yet. Of those that choose it notes which show that is: each
 * viewer is greeted once in it.
 */
export class FollowedTargets implements BridgeHost {
  readonly #accesses: ProjectAccesses;
  readonly #parts: NoJobWakeParts;
  /** By bridge: ends the watch of its room. */
  readonly #ends = new Map<string, () => void>();
  /** By bridge: the show that was heard of last. */
  readonly #shows = new Map<string, string>();

  constructor(accesses: ProjectAccesses, parts: NoJobWakeParts) {
    this.#accesses = accesses;
    this.#parts = parts;
  }

  async apply({ added, changed, removed }: BridgeChanges): Promise<void> {
    for (const { config } of removed) this.#unfollow(config.name);
    for (const { after } of changed) this.#follow(after.config);
    for (const { config } of added) this.#follow(config);
  }

  stop(): void {
    for (const name of this.#ends.keys()) this.#unfollow(name);
  }

  #follow({ name, target, choose }: BridgeConfig): void {
    this.#unfollow(name);
    if (target.jobId !== 'auto') return;
    const id = targetOf(target);
    const wake = ([newest]: readonly OpenJob[] = []): void => {
      if (newest === undefined) return;
      void beginJob(id, newest.jobId, this.#parts);
      if (choose !== undefined) void this.#noteShow(name, id, newest.jobId);
    };
    const { project, roomId, appUserId } = target;
    const end = this.#accesses.of(project).running?.watch(roomId, wake, appUserId);
    if (end !== undefined) this.#ends.set(name, end);
  }

  #unfollow(name: string): void {
    this.#ends.get(name)?.();
    this.#ends.delete(name);
    this.#shows.delete(name);
  }

  /** Repeated until Redis takes it: where nothing but entries comes nobody else notes it. Never rejects. */
  async #noteShow(bridge: string, target: string, jobId: string): Promise<void> {
    const { targets, failed } = this.#parts;
    this.#shows.set(bridge, jobId);
    while (this.#shows.get(bridge) === jobId) {
      try {
        return await targets.noteOpenJob(target, jobId);
      } catch (error) {
        failed(error as Error);
      }
      await idlePause(aboutMs(AGAIN_MS));
    }
  }
}

async function beginJob(target: string, jobId: string, parts: NoJobWakeParts): Promise<void> {
  const { targets, queue, failed } = parts;
  try {
    const queueJob = await targets.beginJob(target, jobId);
    if (queueJob !== undefined) await queue.promote(queueJob, target);
  } catch (error) {
    failed(error as Error);
  }
}
