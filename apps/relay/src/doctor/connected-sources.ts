import type { RelayConfig } from '#config';
import {
  BufferKeys,
  connectBufferRedis,
  leaseOf,
  LedgerReader,
  redisReady,
  sourceNoteOf,
} from '#event-buffer';

/**
 * The bridges whose source is connected by a relay that runs, by name. None where Redis cannot be
 * asked, which another check tells.
 */
export async function connectedSources({
  redis: address,
}: Pick<RelayConfig, 'redis'>): Promise<ReadonlySet<string>> {
  const redis = connectBufferRedis(address, () => {});
  try {
    await redisReady(redis);
    const ledger = new LedgerReader(redis, new BufferKeys(address.prefix));
    const [{ leases, sources }, now] = await Promise.all([ledger.bridgeTexts(), ledger.now()]);
    const connected = [...leases].flatMap(([bridge, text]) => {
      const isInForce = (leaseOf(text)?.endsAt ?? 0) > now;
      return isInForce && sourceNoteOf(sources.get(bridge) ?? '')?.state === 'ready' ? bridge : [];
    });
    return new Set(connected);
  } catch {
    return new Set();
  } finally {
    redis.disconnect();
  }
}
