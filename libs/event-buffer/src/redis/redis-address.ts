import { backoffMs, shortOfMs, type Backoff } from '#timing';
import { Cluster, Redis, type DNSLookupFunction, type RedisOptions } from 'ioredis';
import type { Secret } from '#secret';
import { FollowingConnector } from './following-connector.js';
import { countOwnTime } from './own-time.js';
import { redisTroubleOf } from './redis-trouble.js';
import { tellingOfLoading } from './telling-of-loading.js';
import { writingTogether } from './writing-together.js';

interface NodesAddress {
  readonly nodes: readonly { readonly host: string; readonly port: number }[];
  readonly username?: string | undefined;
  readonly password?: Secret | undefined;
  readonly tls: boolean;
}

interface SentinelAddress extends NodesAddress {
  readonly kind: 'sentinel';
  readonly master: string;
  readonly database: number;
  readonly sentinelUsername?: string | undefined;
  readonly sentinelPassword?: Secret | undefined;
}

/** Where Redis is: one server, a master behind sentinels, or a cluster. */
export type RedisAddress =
  | { readonly kind: 'url'; readonly url: Secret }
  | SentinelAddress
  | (NodesAddress & { readonly kind: 'cluster' });

/** Maps are returned as flat arrays in all our connections. */
export type RedisSettings = Omit<RedisOptions, 'replyMapping'>;

/** Of all connections of all processes at once, where Redis was away. */
const RECONNECT: Backoff = { firstMs: 100, longestMs: 1000, leastMs: 50 };
/**
 * A connection without any answer for this long is dead, though nobody said so: otherwise a host
 * that vanished is waited for until TCP gives up, after a quarter of an hour. Longer than BullMQ's
 * longest blocking call, 10 s.
 */
const SILENCE_MAX_MS = 15_000;

/** The longest time for which a Sentinel that failed is left alone, in ms. */
const SENTINEL_AGAIN_MS = 5000;

/** How often a connection to a replica is made anew at most, in ms: what is read there can be read on meanwhile. */
const LEAVES_REPLICA_EVERY_MS = 2000;

countOwnTime();

/** Opens a connection with our options. The caller listens to its errors and closes it. */
export function openRedis(address: RedisAddress, options: RedisSettings): Redis | Cluster {
  const common = {
    retryStrategy: redisAgainMs,
    socketTimeout: SILENCE_MAX_MS,
    // The first answer may be why Redis takes nobody, and ioredis ignores what it is answered to that.
    disableClientInfo: true,
    ...options,
    replyMapping: 'legacy',
  } as const;
  const ofOne = { reconnectOnError: leavesReplica(), ...common };
  switch (address.kind) {
    case 'url':
      return ofServer(new Redis(address.url.reveal(), ofOne));
    case 'sentinel':
      return ofServer(new Redis({ ...ofOne, ...sentinelOptions(address) }));
    case 'cluster': {
      const cluster = new Cluster([...address.nodes], {
        clusterRetryStrategy: redisAgainMs,
        ...(address.tls ? { dnsLookup: byName } : {}),
        enableOfflineQueue: options.enableOfflineQueue ?? true,
        redisOptions: { ...common, ...loginOf(address) },
      });
      cluster.on('+node', writingTogether);
      return tellingOfCertificates(cluster);
    }
  }
}

function ofServer(redis: Redis): Redis {
  return tellingOfLoading(writingTogether(redis));
}

/**
 * Makes a cluster report, as an error, a node whose certificate has another name, such as where nodes announce their
 * addresses: ioredis would tell of that as a node that is away.
 */
function tellingOfCertificates(cluster: Cluster): Cluster {
  cluster.on('node error', (error: Error) => {
    if (redisTroubleOf(error).kind !== 'CERTIFICATE') return;
    // An error without a listener would end the process.
    if (cluster.listenerCount('error') > 0) cluster.emit('error', error);
  });
  return cluster;
}

/** A node is connected to by its name, as its certificate has that, and not its address. */
const byName: DNSLookupFunction = (name, found) => found(null, name, 0);

/**
 * Where an address moves to another server, as after a failover of a managed service, connections to the one before may
 * stay open for ever, and be refused every write.
 */
function leavesReplica(): (error: Error) => boolean {
  let leftAt = -Infinity;
  return (error) => {
    const now = performance.now();
    if (now - leftAt < LEAVES_REPLICA_EVERY_MS) return false;
    if (!OF_REPLICA.has(redisTroubleOf(error).kind)) return false;
    leftAt = now;
    return true;
  };
}

/** What only a replica answers. */
const OF_REPLICA: ReadonlySet<string> = new Set(['READONLY', 'MASTERDOWN']);

/** How long to wait before the next attempt to connect, in ms. @param times attempts that failed. */
export function redisAgainMs(times: number): number {
  return backoffMs(times, RECONNECT);
}

function sentinelOptions(address: SentinelAddress): RedisSettings {
  const { master, database, sentinelUsername, sentinelPassword, nodes, tls } = address;
  return {
    name: master,
    sentinels: [...nodes],
    Connector: FollowingConnector,
    failoverDetector: true,
    sentinelReconnectStrategy: () => shortOfMs(SENTINEL_AGAIN_MS),
    db: database,
    ...loginOf(address),
    ...(sentinelUsername === undefined ? {} : { sentinelUsername }),
    ...(sentinelPassword === undefined ? {} : { sentinelPassword: sentinelPassword.reveal() }),
    ...(tls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
  };
}

function loginOf({ username, password, tls }: NodesAddress): RedisSettings {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: password.reveal() }),
    ...(tls ? { tls: {} } : {}),
  };
}
