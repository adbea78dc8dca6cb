import { tellFull, type BufferKeys, type BufferRedis, type ReportQueue } from '#event-buffer';
import { REPORT_EVENTS_MAX } from '#live-event';

export interface TargetWakerParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly queue: Pick<ReportQueue, 'wake' | 'promote'>;
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
   * A reporter that rests on a target looks at it by itself, at its pace. Never rejects.
   */
  async grew(target: string, before: number, after: number): Promise<void> {
    const { redis, keys, queue, onError } = this.#parts;
    const isNew = before === 0 && after > 0;
    const isFull = before < REPORT_EVENTS_MAX && after >= REPORT_EVENTS_MAX;
    if (!isNew && !isFull) return;
    try {
      const hash = keys.of(target).target;
      const [held, delay, job] = await redis.hmget(hash, 'held', 'delay', 'job');
      if (held === '1') {
        if (isFull) await tellFull(redis, keys, target);
      } else if (isNew) await queue.wake(target);
      else if (delay === 'pace' && typeof job === 'string') await queue.promote(job);
    } catch (error) {
      onError(error as Error);
    }
  }
}
