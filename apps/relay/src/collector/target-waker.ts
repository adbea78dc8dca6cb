import { tellFull, type BufferKeys, type BufferRedis, type ReportQueue } from '#event-buffer';
import { REPORT_EVENTS_MAX } from '#live-event';

export interface TargetWakerParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly queue: Pick<ReportQueue, 'wake' | 'promote'>;
  /** A target could not be woken: the sweep makes good for it. */
  readonly onError: (error: Error) => void;
}

/** How a target's buffer grew. */
export interface Growth {
  readonly depthBefore: number;
  readonly depthAfter: number;
  /** Whether a reporter rests on the target; absent where nobody looked. */
  readonly isParked?: boolean;
  /** Whether the target waits for its turn, and what came matters more than what was there. */
  readonly isRaised?: boolean;
}

/** Has targets reported whose buffers grow. */
export class TargetWaker {
  readonly #parts: TargetWakerParts;

  constructor(parts: TargetWakerParts) {
    this.#parts = parts;
  }

  /**
   * A buffer that was empty needs a report; one that has a full report now need not keep the pace.
   * A reporter that rests on a target looks at it by itself, at its pace, and is told where that
   * would be too late. Never rejects.
   */
  async grew(target: string, growth: Growth): Promise<void> {
    const { redis, keys, queue, onError } = this.#parts;
    const { depthBefore, depthAfter, isRaised = false } = growth;
    const isNew = depthBefore === 0 && depthAfter > 0;
    const isFull = depthBefore < REPORT_EVENTS_MAX && depthAfter >= REPORT_EVENTS_MAX;
    if (!isNew && !isFull && !isRaised) return;
    try {
      const { target: hash } = keys.of(target);
      const isParked = growth.isParked ?? (await redis.hexists(hash, 'held')) === 1;
      if (isParked) {
        if (isFull || isRaised) await tellFull(redis, keys, target);
      } else if (isNew) await queue.wake(target);
      else {
        const [delay, job] = await redis.hmget(hash, 'delay', 'job');
        if (delay === 'pace' && typeof job === 'string') await queue.promote(job);
      }
    } catch (error) {
      onError(error as Error);
    }
  }
}
