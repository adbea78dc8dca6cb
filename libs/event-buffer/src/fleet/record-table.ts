import { BoundedMap } from '#bounded-map';
import type { BufferKeys, RecordKeys } from '../redis/buffer-keys.js';
import { connectionTold, type BufferRedis } from '../redis/buffer-redis.js';

/** A text that all processes share, under a name. */
export interface StoredRecord {
  readonly name: string;
  /** Changes with every write, and only grows. */
  readonly revision: number;
  /** In ms since 1970, by Redis's clock. */
  readonly changedAt: number;
  readonly text: string;
}

/** A record as it is to be. */
export interface RecordWrite {
  readonly name: string;
  /** Empty: it is to be removed. */
  readonly text: string;
  /** The revision that it must have; 0: there must be none; `undefined`: any. */
  readonly expected: number | undefined;
}

/** What became of a change. */
export type RecordChange =
  | { readonly kind: 'written'; readonly revision: number; readonly changedAt: number }
  /** Its revision is not the expected one. */
  | { readonly kind: 'other'; readonly revision: number }
  | { readonly kind: 'none' | 'full' };

/** The most removed records that are remembered. */
const REMOVED_MAX = 10_000;
/** What {@link RecordTable.judged} is before any record was judged. */
const NEVER = '0';
/** A process that has just started reads before it is connected; it waits no longer than this. */
const CONNECTED_WITHIN_MS = 1000;

/**
 * Records in Redis that all processes of an installation share, with a copy in memory as of the
 * last read. Reading again costs one short question if nothing has changed.
 */
export class RecordTable {
  readonly #redis: BufferRedis;
  readonly #keys: RecordKeys;
  readonly #countMax: number;
  readonly #restored: (count: number) => void;
  #known: ReadonlyMap<string, StoredRecord> = new Map();
  /**
   * The revisions of removed records: a process that was suspended meanwhile may bring them back.
   */
  readonly #removed = new BoundedMap<string, number>(REMOVED_MAX);
  #revision: string | null | undefined;
  #judged = NEVER;
  /** The last write of this process. */
  #writing: Promise<unknown> = Promise.resolve();
  #reading: Promise<ReadonlyMap<string, StoredRecord>> | undefined;

  /**
   * @param countMax the most records that there may be.
   * @param restored called when Redis had lost records, with how many were written again.
   */
  constructor(
    redis: BufferRedis,
    keys: BufferKeys,
    countMax: number,
    restored: (count: number) => void = () => {},
  ) {
    this.#redis = redis;
    this.#restored = restored;
    this.#keys = keys.records;
    this.#countMax = countMax;
  }

  /** The records as of the last read. */
  get known(): ReadonlyMap<string, StoredRecord> {
    return this.#known;
  }

  /** Changes whenever a record was judged beside all others and written; as of the last read. */
  get judged(): string {
    return this.#judged;
  }

  /** All records, by name, as Redis has them now. Rejects if Redis does not answer. */
  async read(): Promise<ReadonlyMap<string, StoredRecord>> {
    // A caller during a read may know of a change that came after that read began.
    await this.#reading?.catch(() => {});
    await connectionTold(this.#redis, CONNECTED_WITHIN_MS);
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /**
   * Writes a record.
   * @param expected the revision that it must have; 0: there must be none; `undefined`: any.
   * @param text not empty.
   */
  async write(name: string, text: string, expected: number | undefined): Promise<RecordChange> {
    const [change] = await this.writeAll([{ name, text, expected }]);
    return change!;
  }

  /**
   * Writes records in their order, until one is refused: those after it are left as they are.
   * Redis does nothing else meanwhile: some dozens at a time.
   *
   * @returns what became of each that was tried.
   */
  async writeAll(writes: readonly RecordWrite[]): Promise<RecordChange[]> {
    return (await this.#writeKnown(writes))!;
  }

  /**
   * The same of records that were judged beside all others.
   *
   * @param judged what {@link judged} was by then.
   * @returns `undefined` where others were judged and written since: nothing is written then.
   */
  async writeJudged(
    writes: readonly RecordWrite[],
    judged: string,
  ): Promise<RecordChange[] | undefined> {
    return this.#writeKnown(writes, judged);
  }

  /** @param expected the revision that it must have; `undefined`: any. */
  async remove(name: string, expected: number | undefined): Promise<RecordChange> {
    const [change] = await this.writeAll([{ name, text: '', expected }]);
    return change!;
  }

  async #writeKnown(
    writes: readonly RecordWrite[],
    judged?: string,
  ): Promise<RecordChange[] | undefined> {
    // First restores what Redis has lost: after the removal that would not be possible.
    await this.read();
    const writing = this.#writeAndTake(writes, judged);
    this.#writing = writing.catch(() => undefined);
    return writing;
  }

  async #writeAndTake(
    writes: readonly RecordWrite[],
    judged?: string,
  ): Promise<RecordChange[] | undefined> {
    const { before, changes } = await this.#write(writes, judged);
    // Where nobody else wrote meanwhile, nothing needs to be read again.
    const isAlone = before === (this.#revision ?? NEVER);
    if (isAlone && changes !== undefined) this.#take(writes, changes, judged !== undefined);
    return changes;
  }

  async #write(
    writes: readonly RecordWrite[],
    judged?: string,
  ): Promise<{
    readonly before: string | undefined;
    readonly changes: RecordChange[] | undefined;
  }> {
    const [at, before, ...answers] = await this.#redis.writeRecords({
      ...this.#keys,
      countMax: this.#countMax,
      judgedAt: judged ?? '',
      rows: writes.map(({ name, text, expected }) => {
        return [name, text, expected === undefined ? '' : String(expected)] as const;
      }),
    });
    const changes: RecordChange[] = [];
    for (let i = 0; i < answers.length; i += 2) {
      const [kind, revision] = [answers[i], Number(answers[i + 1])];
      if (kind === 'stale') return { before, changes: undefined };
      if (kind === 'written') changes.push({ kind, revision, changedAt: Number(at) });
      else changes.push(kind === 'other' ? { kind, revision } : { kind: kind as 'none' | 'full' });
    }
    return { before, changes };
  }

  /** Knows what this process has written. */
  #take(writes: readonly RecordWrite[], changes: readonly RecordChange[], isJudged: boolean): void {
    const known = new Map(this.#known);
    let last: string | undefined;
    for (const [i, change] of changes.entries()) {
      if (change.kind !== 'written') break;
      const { name, text } = writes[i]!;
      const { revision, changedAt } = change;
      const before = known.get(name);
      if (text !== '') known.set(name, { name, revision, changedAt, text });
      else if (known.delete(name)) this.#removed.set(name, before!.revision);
      last = String(revision);
    }
    if (last === undefined) return;
    this.#known = known;
    this.#revision = last;
    if (isJudged) this.#judged = last;
  }

  async #read(): Promise<ReadonlyMap<string, StoredRecord>> {
    let before = this.#revision;
    // Read before the records: a change meanwhile is read the next time.
    const keys = this.#keys;
    const [revision = null, judged] = await this.#redis.mget(keys.revision, keys.judged);
    // What is new may be what this process writes just now.
    if (revision !== before) await this.#writing;
    if (before !== this.#revision && Number(this.#revision) >= Number(revision)) return this.#known;
    before = this.#revision;
    if ((await this.#isRestored(revision)) || revision === this.#revision) {
      this.#judged = judged ?? NEVER;
      return this.#known;
    }
    const index = await this.#indexOfLiving();
    const known = new Map<string, StoredRecord>();
    const missing: string[] = [];
    for (const [name, one] of Object.entries(index)) {
      const same = this.#known.get(name);
      if (same?.revision === Number(one)) known.set(name, same);
      else missing.push(name);
    }
    for (const names of pagesOf(missing)) {
      const rows = await this.#redis.hmget(this.#keys.records, ...names);
      rows.forEach((row, i) => {
        const name = names[i]!;
        const unreadable = { name, revision: Number(index[name]), changedAt: 0, text: '' };
        if (typeof row === 'string') known.set(name, recordOf(name, row) ?? unreadable);
      });
    }
    if (before !== this.#revision) return this.#known;
    for (const [name, one] of this.#known) {
      if (!Object.hasOwn(index, name)) this.#removed.set(name, one.revision);
    }
    this.#known = known;
    this.#revision = revision;
    this.#judged = judged ?? NEVER;
    return known;
  }

  /**
   * The revisions of all records by name; removed ones that are back unchanged are removed again.
   */
  async #indexOfLiving(): Promise<Readonly<Record<string, string>>> {
    const index = await this.#redis.hgetall(this.#keys.index);
    const living: Record<string, string> = {};
    for (const [name, revision] of Object.entries(index)) {
      if (Number(revision) > (this.#removed.get(name) ?? -1)) living[name] = revision;
      // If Redis accepts no writes, it is removed with the next read.
      else
        await this.#write([{ name, text: '', expected: Number(revision) }]).catch(() => undefined);
    }
    return living;
  }

  /**
   * The revision never disappears, and records never change without a new one, unless Redis has lost them.
   */
  async #isRestored(revision: string | null): Promise<boolean> {
    const known = this.#revision;
    if (typeof known !== 'string') return false;
    // A process that was suspended may have restored an older state, without newer records.
    const isOlder = revision !== null && Number(revision) < Number(known);
    if (revision !== null && revision !== known && !isOlder) return false;
    const { index, records } = this.#keys;
    const counts = await Promise.all([this.#redis.hlen(index), this.#redis.hlen(records)]);
    const count = this.#known.size;
    if (!isOlder && revision !== null && counts.every((one) => one >= count)) return false;
    const pages = [...pagesOf([...this.#known.values()])];
    // The revision is restored even if there is no record.
    for (const [i, page] of (pages.length === 0 ? [[]] : pages).entries()) {
      const done = await this.#redis.restoreRecords({
        ...this.#keys,
        known,
        isLast: i >= pages.length - 1 ? 1 : 0,
        rows: page.map(({ name, revision: own, changedAt, text }) => {
          return [name, own, `${own} ${changedAt} ${text}`];
        }),
      });
      if (done !== 1) return false;
    }
    if (count > 0) this.#restored(count);
    // The process that restored them before may not know which were removed since.
    await this.#indexOfLiving();
    return true;
  }
}

/** How many records are read at a time, so that Redis is not held up. */
const PAGE = 200;

function* pagesOf<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += PAGE) yield all.slice(i, i + PAGE);
}

/** `undefined` if it cannot be read: it is kept without a text, so that it is seen, and can be removed. */
function recordOf(name: string, row: string): StoredRecord | undefined {
  const [, revision, at, text] = /^(\d{1,16}) (\d{1,16}) ([^]+)$/.exec(row) ?? [];
  if (text === undefined) return undefined;
  return { name, revision: Number(revision), changedAt: Number(at), text };
}
