import type { BufferKeys, BufferRedis, ReportQueue, ReportWorker } from '#event-buffer';
import type { ReadinessProbe } from '../console/readiness.js';

/** A job that waits so long while this process idles means that its consumer has stopped. */
const STUCK_MS = 10_000;
const PROBE_LIVES_S = 60;

/** Redis takes writes, and keeps them: a full one, or a replica, answers and is of no use. */
export function redisProbe(redis: BufferRedis, keys: BufferKeys, process: string): ReadinessProbe {
  return {
    name: 'redis',
    check: async () => {
      try {
        await redis.set(keys.probe(process), '1', 'EX', PROBE_LIVES_S);
        const [, policy] = /maxmemory_policy:(\S+)/u.exec(await redis.info('memory')) ?? [];
        if (policy === undefined || policy === 'noeviction') return { ok: true };
        const wayOut = 'set maxmemory-policy to noeviction';
        return { ok: false, why: `a full Redis throws events away (${policy}): ${wayOut}` };
      } catch (error) {
        return { ok: false, why: refusalOf(error as Error & { readonly code?: string }) };
      }
    },
  };
}

/** The consumer moves: BullMQ's has been known to stop for good after an outage. */
export function consumerProbe(queue: ReportQueue, worker: ReportWorker): ReadinessProbe {
  return {
    name: 'reporter',
    check: async () => {
      if (!worker.isRunning) return { ok: false, why: 'the consumer does not run' };
      if (worker.idleMs < STUCK_MS) return { ok: true };
      const { waiting = 0 } = await queue.counts();
      if (waiting === 0) return { ok: true };
      return { ok: false, why: `${waiting} jobs wait and the consumer takes none` };
    },
  };
}

/** Redis's own errors begin with their code; nothing of ours is in them. */
function refusalOf({ message, code }: Error & { readonly code?: string }): string {
  const [replied] = /^[A-Z]{2,}\b/u.exec(message) ?? [];
  if (replied === 'OOM') return 'Redis is full (maxmemory)';
  if (replied !== undefined) return `no write to Redis: ${replied}`;
  return code === undefined ? 'Redis is away' : `Redis is away: ${code}`;
}
