import { keySlot } from '../redis/key-slot.js';
import { queuePrefixes, shardOf } from './queue-shards.js';

describe('the queues of an installation', () => {
  it('are one by default, under the name of older versions', () => {
    expect(queuePrefixes({ prefix: 'relay' })).toEqual(['{relay:queue}']);
    expect(queuePrefixes({ prefix: 'relay', queueShards: 3 })[0]).toBe('{relay:queue}');
  });

  it('are spread over a cluster: each has its own part of the slots', () => {
    for (const queueShards of [2, 3, 6, 16, 64]) {
      const prefixes = queuePrefixes({ prefix: 'shop', queueShards });
      const parts = prefixes.map((one) => Math.floor((keySlot(one) * queueShards) / 16_384));
      expect(new Set(parts).size).toBe(queueShards);
      expect(queuePrefixes({ prefix: 'shop', queueShards })).toEqual(prefixes);
    }
  });

  it('share the targets about equally, one queue for each target', () => {
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 4000; i++) counts[shardOf(`default/room-${i}`, 4)]!++;
    for (const count of counts) expect(count).toBeGreaterThan(800);
    expect(shardOf('default/room-1', 1)).toBe(0);
  });
});
