import { keySlot, SLOTS } from '../redis/key-slot.js';

/** How the jobs of an installation are spread. */
export interface QueueSpread {
  /** The prefix of every key. */
  readonly prefix: string;
  /** Over how many queues the targets are spread; the same in every process. Absent: one. */
  readonly queueShards?: number | undefined;
}

/**
 * The key prefix of each queue. In a cluster one queue is one slot, hence the hash tag; the tags of
 * several queues are spread, so that the nodes of a cluster with evenly assigned slots get equally
 * many.
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
