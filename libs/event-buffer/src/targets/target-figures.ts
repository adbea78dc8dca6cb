import { Cluster } from 'ioredis';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/** Targets that one step looks at: Redis does nothing else meanwhile. */
const TARGETS_A_STEP = 100;

/** What is watched of a target. */
export interface TargetFigures {
  readonly target: string;
  /** Events that wait for it. */
  readonly waiting: number;
  readonly pausedReason: string | undefined;
  /** Why its next report waits. */
  readonly delay: string | undefined;
  readonly bridges: readonly BridgeFigures[];
}

export interface BridgeFigures {
  readonly bridge: string;
  readonly waiting: number;
  readonly deadLettered: number;
}

/** Reads what is watched of targets, in few steps: thousands are read for every scrape. */
export async function readTargetFigures(
  redis: BufferRedis,
  keys: BufferKeys,
  targets: readonly string[],
): Promise<TargetFigures[]> {
  // The keys of two targets are in two slots of a cluster.
  const atATime = (redis as unknown) instanceof Cluster ? 1 : TARGETS_A_STEP;
  const steps: Promise<TargetFigures[]>[] = [];
  for (let from = 0; from < targets.length; from += atATime) {
    steps.push(readStep(redis, keys, targets.slice(from, from + atATime)));
  }
  return (await Promise.all(steps)).flat();
}

async function readStep(
  redis: BufferRedis,
  keys: BufferKeys,
  targets: readonly string[],
): Promise<TargetFigures[]> {
  const asked = targets.map((name) => {
    const { target, bridges, ledger } = keys.of(name);
    return { target, bridges, ledgers: ledger('') };
  });
  const rows = await redis.targetFigures({ targets: asked });
  return rows.map((row, i) => figuresOf(targets[i]!, row));
}

function figuresOf(
  target: string,
  [waiting, paused, delay, ...rest]: readonly string[],
): TargetFigures {
  const bridges: BridgeFigures[] = [];
  for (let i = 0; i < rest.length; i += 3) {
    const [bridge = '', ofBridge, dead] = rest.slice(i, i + 3);
    bridges.push({ bridge, waiting: Number(ofBridge), deadLettered: Number(dead) });
  }
  return {
    target,
    waiting: Number(waiting),
    pausedReason: wordOf(paused),
    delay: wordOf(delay),
    bridges,
  };
}

function wordOf(text = ''): string | undefined {
  return text === '' ? undefined : text;
}
