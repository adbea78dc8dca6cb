import type { BufferKeys, BufferRedis, ReportQueue } from '#event-buffer';
import { REPORT_EVENTS_MAX } from '#live-event';

export interface TargetWakerParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly queue: ReportQueue;
  /** A target could not be woken: the sweep makes good for it. */
  readonly onError: (error: Error) => void;
}

/** Has targets reported whose buffers grow. */
export class TargetWaker {
  readonly #parts: TargetWakerParts;

  constructor(parts: TargetWakerParts) {
    this.#parts = parts;
  }

  /**
   * A buffer that was empty needs a report; one that has a full report now need not keep the pace.
   * Never rejects.
   */
  async grew(target: string, before: number, after: number): Promise<void> {
    const { queue, redis, keys, onError } = this.#parts;
    try {
      if (before === 0 && after > 0) await queue.wake(target);
      else if (before < REPORT_EVENTS_MAX && after >= REPORT_EVENTS_MAX) {
        const [delay, job] = await redis.hmget(keys.of(target).target, 'delay', 'job');
        if (delay === 'pace' && typeof job === 'string') await queue.promote(job);
      }
    } catch (error) {
      onError(error as Error);
    }
  }
}
