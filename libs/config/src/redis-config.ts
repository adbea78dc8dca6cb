import type { Secret } from '#secret';

export type RedisConfig = RedisUrlConfig | RedisSentinelConfig | RedisClusterConfig;

interface RedisBase {
  /** Every key begins with it, so that several installations can share a Redis. */
  readonly prefix: string;
  /** Over how many queues the targets are spread. */
  readonly queueShards: number;
}

export interface RedisUrlConfig extends RedisBase {
  readonly kind: 'url';
  /** `redis://` or `rediss://`; it may hold a password. */
  readonly url: Secret;
  /**
   * Whether the relay runs a Redis of its own instead: `yes` by the file, `if-there` if no Redis is
   * named and there is a redis-server, else `no`.
   */
  readonly embedded?: 'yes' | 'no' | 'if-there';
}

interface RedisNodesBase extends RedisBase {
  readonly nodes: readonly RedisNode[];
  readonly username: string | undefined;
  readonly password: Secret | undefined;
  readonly tls: boolean;
}

export interface RedisSentinelConfig extends RedisNodesBase {
  readonly kind: 'sentinel';
  /** The name of the master, as the sentinels know it. `nodes` are the sentinels. */
  readonly master: string;
  readonly database: number;
  readonly sentinelUsername: string | undefined;
  readonly sentinelPassword: Secret | undefined;
}

export interface RedisClusterConfig extends RedisNodesBase {
  readonly kind: 'cluster';
}

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}
