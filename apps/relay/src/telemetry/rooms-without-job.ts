import { BoundedMap } from '#bounded-map';
import type { RelayLog } from '#telemetry';

/** More than any process reports for. */
const TARGETS_MAX = 10_000;

/** Tells the log that a room has no live job any more, and that it has one again. */
export class RoomsWithoutJob {
  readonly #log: Pick<RelayLog, 'write'>;
  /** Since when, by target. */
  readonly #since = new BoundedMap<string, number>(TARGETS_MAX);

  constructor(log: Pick<RelayLog, 'write'>) {
    this.#log = log;
  }

  changed(target: string, jobId: string | undefined): void {
    if (jobId === undefined) {
      this.#since.set(target, performance.now());
      const sentence = 'The room has no live job any more.';
      this.#log.write('info', 'live_job_changed', sentence, { target });
      return;
    }
    const fields = { target, jobId, durationMs: this.#ended(target) };
    this.#log.write('info', 'live_job_changed', 'The room has another live job.', fields);
  }

  /** Where nobody saw the next run begin, its first report tells of it. */
  delivered(target: string): void {
    const durationMs = this.#ended(target);
    if (durationMs === undefined) return;
    const sentence = 'The room has a live job again.';
    this.#log.write('info', 'live_job_found', sentence, { target, durationMs });
  }

  #ended(target: string): number | undefined {
    const since = this.#since.get(target);
    this.#since.delete(target);
    return since === undefined ? undefined : Math.round(performance.now() - since);
  }
}
