import { Secret, secretOf } from '#secret';
import type { Findings } from '../checks/findings.js';
import type { RedisOptions } from '../options/redis.options.js';
import type { RedisConfig, RedisNode } from '../redis-config.js';

/** Makes the configuration of Redis from the file's `redis` and the environment's `REDIS_URL`. */
export function buildRedis(
  options: RedisOptions,
  queueShards: number,
  url: { readonly text: string; readonly given: boolean },
  findings: Findings,
): RedisConfig {
  const { prefix, sentinel, cluster } = options;
  if (sentinel !== undefined && cluster !== undefined) {
    findings.problem('redis.cluster', 'is given beside sentinel; keep one of them');
  }
  if (url.given && (sentinel ?? cluster) !== undefined) {
    findings.caution('redis', 'is used, and REDIS_URL is not');
  }
  if (sentinel !== undefined) {
    const { master, username, sentinelUsername, database, tls } = sentinel;
    return {
      kind: 'sentinel',
      prefix,
      queueShards,
      master,
      nodes: nodesOf('redis.sentinel.nodes', sentinel.nodes, 26_379, findings),
      username,
      password: secretOf(sentinel.password),
      sentinelUsername,
      sentinelPassword: secretOf(sentinel.sentinelPassword),
      database,
      tls,
    };
  }
  if (cluster !== undefined) {
    const { username, tls } = cluster;
    const nodes = nodesOf('redis.cluster.nodes', cluster.nodes, 6379, findings);
    const password = secretOf(cluster.password);
    return { kind: 'cluster', prefix, queueShards, nodes, username, password, tls };
  }
  if (options.embedded && url.given) {
    findings.caution('redis.embedded', 'is not used: REDIS_URL names a Redis');
  }
  const embedded = url.given ? 'no' : options.embedded ? 'yes' : 'if-there';
  return { kind: 'url', prefix, queueShards, url: new Secret(url.text), embedded };
}

function nodesOf(
  path: string,
  texts: readonly string[],
  defaultPort: number,
  findings: Findings,
): RedisNode[] {
  if (texts.length === 0) findings.problem(path, 'must name at least one host:port');
  return texts.map((text, index) => {
    const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(text) ?? [];
    const number = port === undefined ? defaultPort : Number(port);
    if (number < 1 || number > 65_535) {
      findings.problem(`${path}[${index}]`, 'must have a port from 1 to 65535');
    }
    return { host: host.replace(/^\[(.*)\]$/, '$1'), port: number };
  });
}
