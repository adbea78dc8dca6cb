import type { Redis } from 'ioredis';
import { freePort } from '#loopback';
import { openRedis } from '../../../libs/event-buffer/src/redis/redis-address.js';
import { eventually } from '../../support/eventually.js';

it('a node of a cluster is asked over TLS by its name, which its certificate has, and not by its address', async () => {
  const nodes = [{ host: 'localhost', port: await freePort() }];
  const cluster = openRedis({ kind: 'cluster', nodes, tls: true }, {});
  const hosts: (string | undefined)[] = [];
  cluster.on('+node', ({ options }: Redis) => hosts.push(options.host));
  cluster.on('error', () => undefined);
  await eventually(() => hosts.length > 0, 'it connects');
  expect(hosts[0]).toBe('localhost');
  cluster.disconnect();
});
