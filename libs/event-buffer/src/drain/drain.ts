import type { Settlement } from './batch.js';
import { termsField } from '../targets/bridge-fields.js';
import type { TargetChanges } from '../targets/target-fields.js';
import { TargetRecord } from '../targets/target-record.js';
import type { BufferKeys, TargetKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { formatCursor, isAfter, parseCursor, type Cursor } from './cursor.js';
import { deadLetterMeta, type RefusalWords } from '../dead-letters/dead-letter.js';
import { DeadLetters } from '../dead-letters/dead-letters.js';
import { BufferReader, FULL_REPORT, type Wanted } from './buffer-reader.js';
import { DrainWindow } from './drain-window.js';
import { DrainChanges } from './drain-changes.js';
import { DrainMemory } from './drain-memory.js';
import type { RedisTime } from './redis-time.js';
import type { Sketch } from './sketch.js';
import { CONTROL_STATES, targetControlOf, type ControlState } from '../targets/target-control.js';

/** What the drains of one process have in common. */
export interface DrainParts {
  /** Counts what they hold. */
  readonly memory?: DrainMemory;
  /** Learns when Redis's clock is set. */
  readonly time?: RedisTime | undefined;
}

/**
 * One drain of a target's buffer: reads ahead, cuts batches, settles them. Once another drain of
 * the target has started, settling has no effect here.
 */
export class Drain {
  readonly target: string;
  /** The target as it was when the drain started. */
  readonly record: TargetRecord;
  readonly #redis: BufferRedis;
  readonly #keys: TargetKeys;
  readonly #deadLetters: DeadLetters;
  readonly #epoch: string;
  readonly #changes: DrainChanges;
  readonly #terms: Map<string, string | undefined>;
  readonly #begunAt: number;
  readonly #begun = performance.now();
  readonly #reader: BufferReader;
  readonly #memory: DrainMemory;
  readonly #time: RedisTime | undefined;
  #window: DrainWindow;
  #waiting: number;
  #control: ControlState;

  private constructor(
    redis: BufferRedis,
    keys: BufferKeys,
    target: string,
    { epoch, at, record }: { readonly epoch: string; readonly at: number; record: TargetRecord },
    { memory = new DrainMemory(), time }: DrainParts,
  ) {
    this.#redis = redis;
    this.#keys = keys.of(target);
    this.#deadLetters = new DeadLetters(redis, keys);
    this.target = target;
    this.#epoch = epoch;
    this.#begunAt = at;
    this.record = record;
    this.#changes = new DrainChanges(record);
    this.#terms = record.terms;
    const heard = (wanted: string | undefined): void => {
      this.#control = targetControlOf(wanted).state;
    };
    this.#reader = new BufferReader(redis, this.#keys, epoch, heard, () => this.now());
    this.#memory = memory;
    this.#time = time;
    this.#window = new DrainWindow(parseCursor(record.get('cursor')));
    this.#waiting = record.waiting;
    this.#control = record.control.state;
  }

  /** Starts a drain, which ends every earlier one of the target. */
  static async begin(
    redis: BufferRedis,
    keys: BufferKeys,
    target: string,
    queueJobId: string,
    parts: DrainParts = {},
  ): Promise<Drain> {
    const [epoch = '', at = '0', ...pairs] = await redis.beginDrain({
      target: keys.of(target).target,
      queueJobId,
    });
    const record = TargetRecord.of(pairs);
    return new Drain(redis, keys, target, { epoch, at: Number(at), record }, parts);
  }

  /**
   * The time for everything that is kept of the target, in ms since 1970: Redis's time when the
   * drain began, plus the time since by a monotonic clock.
   */
  now(): number {
    return Math.round(this.#begunAt + performance.now() - this.#begun);
  }

  /** Whether Redis's clock was set since the drain began, so that {@link now} is not its time any more. */
  get isClockSet(): boolean {
    return this.#time?.isSetSince(this.#begunAt, this.#begun) === true;
  }

  /** The events that were read and are not settled. */
  get window(): DrainWindow {
    return this.#window;
  }

  /**
   * Restores the cursor that Redis has lost to the one up to which this process knows the buffer to
   * be settled, before anything is read. If the buffer begins earlier, it is another buffer, and
   * nothing changes.
   */
  async goOnFrom(cursor: Cursor): Promise<void> {
    const { target, events } = this.#keys;
    const [first] = await this.#redis.xrangeBuffer(events, '-', '+', 'COUNT', 1);
    if (first === undefined || isAfter(cursor.entry, first[0].toString('latin1'))) return;
    const fields = ['cursor', formatCursor(cursor)];
    const noted = await this.#redis.noteDrain({ target, epoch: this.#epoch, fields });
    if (noted === 1) this.#window = new DrainWindow(cursor);
  }

  /** The control state of the target when this drain last learnt it. */
  get control(): ControlState {
    return this.#control;
  }

  /** How many events waited when this drain last learnt it. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Reads ahead until the window holds so much, or everything that waits.
   * @throws {UnreadableEntryError} when the next entry has a format that this version does not
   *   know; earlier ones stay readable.
   */
  async readAhead(wanted: Wanted = FULL_REPORT): Promise<void> {
    try {
      await this.#reader.read(this.#window, wanted);
    } finally {
      this.#count();
    }
  }

  /** Reads on behind what a sketch tells of, and takes no more of it than that tells. */
  async readSketch(sketch: Sketch, wanted: Wanted): Promise<void> {
    await this.#reader.read(sketch, wanted);
    this.#reader.expects(sketch.entries);
  }

  /** Forgets the events that were read: they are read again when they are needed. */
  letGo(): void {
    const { entries } = this.#window;
    if (entries.length === 0) return;
    this.#reader.expects(entries.length);
    this.#window.letGo();
    this.#count();
  }

  /**
   * Gives up events that are counted as waiting while the buffer is empty: Redis has lost them.
   * Counted `lost_in_redis`.
   * @returns how many events of each bridge.
   */
  async giveUpLost(): Promise<ReadonlyMap<string, number>> {
    const { target, events, ledger, bridges } = this.#keys;
    const names = (await this.#redis.smembers(bridges)).sort();
    const { entry } = this.window.cursor;
    const ledgers = names.map(ledger);
    const lost = await this.#redis.giveUpLost({
      target,
      events,
      ledgers,
      epoch: this.#epoch,
      entry,
    });
    if (lost.length > 0) this.#waiting = 0;
    return new Map(names.map((name, i) => [name, lost[i] ?? 0] as const).filter(([, n]) => n > 0));
  }

  /**
   * Settles a batch: moves the cursor past it, writes the ledger and the target's fields, and keeps
   * refused events as dead letters, in one atomic step. May be repeated if its answer was lost.
   * @param delivered whether MetaStudio accepted a report of it; `false` for a batch that holds
   *   nothing to report.
   * @param words MetaStudio's words about each of `batch.refused`, in order.
   * @returns `false` when another drain has started: nothing was changed, and this one is over.
   */
  async settle(
    batch: Settlement,
    delivered: boolean,
    changes: TargetChanges = {},
    words: readonly RefusalWords[] = [],
  ): Promise<boolean> {
    const { refused } = batch;
    if (refused.length > 0) await this.#deadLetters.makeRoom(this.target, refused.length);
    const { target, events, dead, ledger } = this.#keys;
    const counts = new Map<string, [string, number][]>();
    for (const [bridge, tally] of batch.bridges) counts.set(ledger(bridge), ledgerCounts(tally));
    const [done, waiting, control = 0] = await this.#redis.settleEvents({
      target,
      events,
      dead,
      epoch: this.#epoch,
      start: formatCursor(batch.start),
      cursor: formatCursor(batch.cursor),
      firstKept: batch.cursor.entry,
      passed: batch.passed,
      delivered: delivered ? 1 : 0,
      fields: this.#changes.textsOf(changes),
      counts,
      letters: refused.map((event, i) => {
        return { meta: deadLetterMeta(event, words[i]), fragment: event.fragment };
      }),
    });
    if (done !== 1) return false;
    this.#waiting = waiting ?? 0;
    this.#control = CONTROL_STATES[control] ?? 'running';
    this.window.pass(batch);
    this.#count();
    return true;
  }

  #count(): void {
    this.#memory.set(this.target, this.#window.memoryBytes);
  }

  /**
   * Ends the parking that this drain has written (field `held`), so that the next append wakes the
   * target.
   * @returns how many events wait: if there are any, they came meanwhile, and the target stays
   *   parked.
   */
  async release(): Promise<number> {
    this.#waiting = await this.#redis.releaseDrain({
      target: this.#keys.target,
      epoch: this.#epoch,
    });
    return this.#waiting;
  }

  /**
   * Parks the target for its next events, where none wait: the append that brings them wakes it.
   * @returns how many events wait: if any do, nothing was changed; `undefined` when another drain has started.
   */
  async awaitEvents(): Promise<number | undefined> {
    const { target } = this.#keys;
    const waiting = await this.#redis.awaitEvents({ target, epoch: this.#epoch });
    return waiting < 0 ? undefined : (this.#waiting = waiting);
  }

  /**
   * The report terms of each bridge, by name, as registered; `undefined` if an older version
   * collects it. A bridge is registered before its first event is in the buffer.
   */
  get terms(): ReadonlyMap<string, string | undefined> {
    return this.#terms;
  }

  /**
   * Reads the terms of bridges that were added since the drain started.
   * @returns whether there were any.
   */
  async learnTerms(bridges: Iterable<string>): Promise<boolean> {
    const unknown = [...bridges].filter((bridge) => !this.#terms.has(bridge));
    if (unknown.length === 0) return false;
    const texts = await this.#redis.hmget(this.#keys.target, ...unknown.map(termsField));
    unknown.forEach((bridge, i) => this.#terms.set(bridge, texts[i] ?? undefined));
    return true;
  }

  /** Changes the target's record; `false` when another drain has started. */
  async note(changes: TargetChanges): Promise<boolean> {
    const { target } = this.#keys;
    const fields = this.#changes.textsOf(changes);
    return (await this.#redis.noteDrain({ target, epoch: this.#epoch, fields })) === 1;
  }
}

function ledgerCounts(tally: {
  reported: number[];
  dropped: Map<string, number>;
  refused: number;
}) {
  const reported = tally.reported.reduce((sum, count) => sum + count, 0);
  const counts: [string, number][] = [];
  let passed = reported + tally.refused;
  if (reported > 0) counts.push(['reported', reported]);
  if (tally.refused > 0) counts.push(['dead', tally.refused]);
  for (const [reason, count] of tally.dropped) {
    counts.push([`dropped:${reason}`, count]);
    passed += count;
  }
  counts.push(['waiting', -passed]);
  return counts;
}
