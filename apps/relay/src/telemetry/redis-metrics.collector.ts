import { readMemory, type BufferRedis, type LossMark, type RedisMemory } from '#event-buffer';
import type { RelayMetrics } from '#telemetry';
import type { MetricCollector } from '../console/metric-collectors.js';

/**
 * Exports how full Redis is, and its eviction policy; in a cluster, of the fullest master. Also when it lost
 * what it held.
 */
export function redisMetrics(
  redis: BufferRedis,
  loss: Pick<LossMark, 'noticedAt'>,
  metrics: RelayMetrics,
): MetricCollector {
  return {
    name: 'redis',
    collect: async () => {
      const masters = await readMemory(redis);
      metrics.redisLostDataAt.set((await loss.noticedAt()) / 1000);
      const [fullest] = masters.toSorted((one, other) => filled(other) - filled(one));
      if (fullest === undefined) return;
      metrics.redisMemoryUsed.set(fullest.used);
      metrics.redisMemoryMax.set(fullest.max);
      metrics.redisEvicts.set(masters.some(({ policy }) => policy !== 'noeviction') ? 1 : 0);
    },
  };
}

function filled({ used, max }: RedisMemory): number {
  return max > 0 ? used / max : 0;
}
