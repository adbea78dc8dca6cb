import type { RelayConfig } from '#config';
import {
  BufferKeys,
  connectBufferRedis,
  leaseOf,
  LedgerReader,
  redisReady,
  sourceNoteOf,
} from '#event-buffer';
import { knownBridges } from '../bridges/known-bridges.js';
import { isElsewhere, isInForce } from '../status/standing.js';
import { fail, type Finding } from './finding.js';

const NAMED_MAX = 5;

/**
 * Looks for bridges that another process has under the same name for another target, as that of a second
 * installation with the same prefix. Finds nothing where Redis cannot be asked, which another check tells.
 */
export async function prefixCheck({
  redis: address,
  bridges,
}: Pick<RelayConfig, 'redis' | 'bridges'>): Promise<Finding[]> {
  const redis = connectBufferRedis(address, () => {});
  try {
    await redisReady(redis);
    const ledger = new LedgerReader(redis, new BufferKeys(address.prefix));
    const [at, { leases, sources }] = await Promise.all([ledger.now(), ledger.bridgeTexts()]);
    const others = knownBridges(bridges).filter(({ bridge, target }) => {
      const lease = leaseOf(leases.get(bridge) ?? '');
      const holder = isInForce(lease, at) ? lease?.holder : undefined;
      const text = sources.get(bridge);
      const told = text === undefined ? undefined : sourceNoteOf(text);
      return isElsewhere({ target }, { holder, told, isWanted: true });
    });
    if (others.length === 0) return [];
    const named = others.slice(0, NAMED_MAX).map(({ bridge }) => bridge);
    if (others.length > named.length) named.push('…');
    const found = `another process has bridges of these names for other targets: ${named.join(', ')}`;
    return [fail('redis-prefix', `prefix ${address.prefix}`, found, WAY_OUT)];
  } catch {
    return [];
  } finally {
    redis.disconnect();
  }
}

const WAY_OUT =
  'Give each installation a redis.prefix of its own; within one, all files say the same of a bridge. Until then only one of each two is heard.';
