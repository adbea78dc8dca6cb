import { Cluster } from 'ioredis';
import type { BufferKeys, TargetKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { ledgerRowOf, type LedgerRow } from './ledger-row.js';
import type { TargetField } from './target-fields.js';
import { TargetRecord } from './target-record.js';

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
  /** When the oldest event that waits was received, in ms; absent where none does. */
  readonly oldestReceivedAt: number | undefined;
  /** What is known of answers that wait to be spoken, as it is kept. */
  readonly answers: string | undefined;
  readonly bridges: readonly BridgeFigures[];
}

export interface BridgeFigures {
  readonly bridge: string;
  readonly waiting: number;
  readonly deadLettered: number;
}

/** All that a status tells of a target. */
export interface TargetState {
  readonly target: string;
  readonly oldestReceivedAt: number | undefined;
  readonly deadLetters: number;
  /** With those of its fields that were asked for. */
  readonly record: TargetRecord;
  /** By bridge. */
  readonly rows: readonly LedgerRow[];
}

/** Reads what is watched of targets, in few steps: thousands are read for every scrape. */
export async function readTargetFigures(
  redis: BufferRedis,
  keys: BufferKeys,
  targets: readonly string[],
): Promise<TargetFigures[]> {
  return inSteps(redis, targets, async (some) => {
    const asked = some.map((name) => keysOf(keys, name));
    const rows = JSON.parse(await redis.targetFigures({ targets: asked })) as string[][];
    return rows.map((row, i) => figuresOf(some[i]!, row));
  });
}

/** Reads how targets stand, in few steps. Each row of the ledger is read at once, so it balances. */
export async function readTargetStates(
  redis: BufferRedis,
  keys: BufferKeys,
  targets: readonly string[],
  fields: readonly TargetField[],
): Promise<TargetState[]> {
  const texts = await readStateTexts(redis, keys, targets, fields);
  return texts.map((text, i) => targetStateOf(targets[i]!, text, fields));
}

/** As {@link readTargetStates}, unread: a target whose text is the same stands as it did. */
export async function readStateTexts(
  redis: BufferRedis,
  keys: BufferKeys,
  targets: readonly string[],
  fields: readonly TargetField[],
): Promise<string[]> {
  return inSteps(redis, targets, async (some) => {
    const asked = some.map((name) => keysOf(keys, name));
    return [...(await redis.targetStates({ fields, targets: asked }))];
  });
}

/** The targets of whose streams one has something, in the order in which they are given. */
export async function targetsWith(
  redis: BufferRedis,
  keys: BufferKeys,
  targets: readonly string[],
  stream: (keys: TargetKeys) => string,
): Promise<string[]> {
  return inSteps(redis, targets, async (some) => {
    const streams = some.map((target) => stream(keys.of(target)));
    const lengths = await redis.streamLengths({ streams });
    return some.filter((_, i) => lengths[i]! > 0);
  });
}

async function inSteps<T>(
  redis: BufferRedis,
  targets: readonly string[],
  read: (some: readonly string[]) => Promise<T[]>,
): Promise<T[]> {
  // The keys of two targets are in two slots of a cluster.
  const atATime = (redis as unknown) instanceof Cluster ? 1 : TARGETS_A_STEP;
  const steps: Promise<T[]>[] = [];
  for (let from = 0; from < targets.length; from += atATime) {
    steps.push(read(targets.slice(from, from + atATime)));
  }
  return (await Promise.all(steps)).flat();
}

function figuresOf(
  target: string,
  [waiting, paused, delay, oldest, answers, ...rest]: readonly string[],
): TargetFigures {
  const bridges: BridgeFigures[] = [];
  for (let i = 0; i < rest.length; i += 3) {
    const [bridge, ofBridge, dead] = [rest[i]!, rest[i + 1], rest[i + 2]];
    bridges.push({ bridge, waiting: Number(ofBridge), deadLettered: Number(dead) });
  }
  return {
    target,
    waiting: Number(waiting),
    pausedReason: wordOf(paused),
    delay: wordOf(delay),
    oldestReceivedAt: timeOf(oldest),
    answers: wordOf(answers),
    bridges,
  };
}

function keysOf(keys: BufferKeys, name: string) {
  const { target, bridges, events, dead, ledger } = keys.of(name);
  return { target, bridges, events, dead, ledgers: ledger('') };
}

/** Reads the text of a target, of which these fields were asked for. */
export function targetStateOf(
  target: string,
  text: string,
  fields: readonly TargetField[],
): TargetState {
  const row = JSON.parse(text) as StateRow;
  const texts = new Map(fields.map((field, i) => [field, row[FIXED + i] as string]));
  const rows: LedgerRow[] = [];
  for (let i = FIXED + fields.length; i < row.length; i++) {
    rows.push(ledgerRowOf(target, row[i] as readonly string[]));
  }
  rows.sort((one, other) => (one.bridge < other.bridge ? -1 : 1));
  const oldestReceivedAt = timeOf(row[0] as string);
  const record = new TargetRecord(texts);
  return { target, oldestReceivedAt, deadLetters: Number(row[1]), record, rows };
}

/** See the script. */
type StateRow = readonly (string | readonly string[])[];

/** When the oldest event came, and the dead letters. */
const FIXED = 2;

function wordOf(text = ''): string | undefined {
  return text === '' ? undefined : text;
}

function timeOf(text = ''): number | undefined {
  return text === '' ? undefined : Number(text);
}
