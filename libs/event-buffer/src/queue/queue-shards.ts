import { keySlot, SLOTS } from '../redis/key-slot.js';

/** How the jobs of an installation are spread. */
export interface QueueSpread {
  /** Of every key. */
  readonly prefix: string;
  /** Over how many queues the targets are spread; the same in every process. Absent: one. */
  readonly queueShards?: number | undefined;
}

/**
 * What the keys of each queue begin with. In a cluster one queue is one slot, hence the hash tag;
 * the tags of several lie apart, so that the nodes of a cluster whose slots are dealt out evenly
 * have as many each.
 */
export function queuePrefixes({ prefix, queueShards = 1 }: QueueSpread): string[] {
  const first = `{${prefix}:queue}`;
  const prefixes = [first];
  const partOf = (one: string): number => Math.floor((keySlot(one) * queueShards) / SLOTS);
  for (let i = 1; i < queueShards; i++) {
    const part = (partOf(first) + i) % queueShards;
    let tries = 0;
    let found = `{${prefix}:queue:${i}}`;
    while (partOf(found) !== part) found = `{${prefix}:queue:${i}.${++tries}}`;
    prefixes.push(found);
  }
  return prefixes;
}

/** The index of the queue that has a target's job. */
export function shardOf(target: string, queueShards: number): number {
  return keySlot(target) % queueShards;
}
