import { Cluster, type Redis } from 'ioredis';
import type { RelayMetrics } from '#telemetry';
import type { MetricCollector } from '../console/metric-collectors.js';

/** Exports how full Redis is, and its eviction policy; in a cluster, of the fullest master. */
export function redisMetrics(redis: Redis | Cluster, metrics: RelayMetrics): MetricCollector {
  return {
    name: 'redis',
    collect: async () => {
      const masters = redis instanceof Cluster ? redis.nodes('master') : [redis];
      const texts = await Promise.all(masters.map(async (master) => master.info('memory')));
      const [fullest] = texts.map(memoryOf).sort((one, other) => other.filled - one.filled);
      if (fullest === undefined) return;
      metrics.redisMemoryUsed.set(fullest.used);
      metrics.redisMemoryMax.set(fullest.max);
      metrics.redisEvicts.set(texts.some((text) => policyOf(text) !== 'noeviction') ? 1 : 0);
    },
  };
}

function memoryOf(info: string): { used: number; max: number; filled: number } {
  const used = Number(/^used_memory:(\d+)/mu.exec(info)?.[1] ?? 0);
  const max = Number(/^maxmemory:(\d+)/mu.exec(info)?.[1] ?? 0);
  return { used, max, filled: max > 0 ? used / max : 0 };
}

/** A service that does not tell its policy is taken to evict nothing. */
function policyOf(info: string): string {
  return /^maxmemory_policy:(\S+)/mu.exec(info)?.[1] ?? 'noeviction';
}
