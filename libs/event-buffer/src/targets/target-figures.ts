import { Cluster } from 'ioredis';
import type { BufferKeys, TargetKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { ledgerRowOf, type LedgerRow } from './ledger-row.js';
import type { TargetField } from './target-fields.js';
import { TargetRecord } from './target-record.js';

/** How many targets are read in one step: Redis does nothing else meanwhile. */
const TARGETS_A_STEP = 100;

/** Everything that a status shows of a target. */
export interface TargetState {
  readonly target: string;
  readonly oldestReceivedAt: number | undefined;
  readonly deadLetters: number;
  /** With the requested fields. */
  readonly record: TargetRecord;
  /** By bridge. */
  readonly rows: readonly LedgerRow[];
  /** One of its keys holds something else, so that nothing else is known of it. */
  readonly isUnreadable?: true;
}

/** A target as it was read. */
export interface StateText {
  /** See `change-mark.ts`; '' where it has none. */
  readonly mark: string;
  /** For {@link targetStateOf}; '' where a key of it holds something else. */
  readonly text: string;
}

/**
 * Reads the states of targets, in few steps. Each row of the ledger is read at once, so it
 * balances.
 */
export async function readTargetStates(
  redis: BufferRedis,
  keys: BufferKeys,
  targets: readonly string[],
  fields: readonly TargetField[],
): Promise<TargetState[]> {
  const texts = await readStateTexts(redis, keys, targets, fields);
  return texts.map(({ text }, i) => targetStateOf(targets[i]!, text, fields));
}

/** As {@link readTargetStates}, unparsed: a target with the same text and mark has not changed. */
export async function readStateTexts(
  redis: BufferRedis,
  keys: BufferKeys,
  targets: readonly string[],
  fields: readonly TargetField[],
): Promise<StateText[]> {
  return inSteps(redis, targets, async (some) => {
    const asked = some.map((name) => keysOf(keys, name));
    const answer = await redis.targetStates({ fields, targets: asked });
    return some.map((_, i) => ({ mark: answer[2 * i]!, text: answer[2 * i + 1]! }));
  });
}

/** The targets that have an entry in one of their streams, in the given order. */
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

/** Reads of many targets, in few steps. */
export async function inSteps<T>(
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

function keysOf(keys: BufferKeys, name: string) {
  const { target, bridges, events, dead, ledger } = keys.of(name);
  return { target, bridges, events, dead, ledgers: ledger('') };
}

/** Reads the text of a target, with the fields that were requested. */
export function targetStateOf(
  target: string,
  text: string,
  fields: readonly TargetField[],
): TargetState {
  if (text === '') return { ...NOTHING_KNOWN, target, isUnreadable: true };
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

const NOTHING_KNOWN = {
  oldestReceivedAt: undefined,
  deadLetters: 0,
  record: new TargetRecord(new Map()),
  rows: [],
};

/** See the script. */
type StateRow = readonly (string | readonly string[])[];

/** When the oldest event came, and the dead letters. */
const FIXED = 2;

function timeOf(text = ''): number | undefined {
  return text === '' ? undefined : Number(text);
}
