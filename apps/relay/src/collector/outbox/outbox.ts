import { backoffMs, pause, untilAborted } from '#timing';
import assert from 'node:assert';
import {
  UnconfirmedAppendError,
  type Append,
  type Appender,
  type AppendOutcome,
  type NewEntry,
} from '#event-buffer';
import type { DropReason } from '#live-event';
import type { Receipt } from '../intake/receipt.js';
import type { SpillBudget } from '../../buffer/spill-budget.js';
import type { OutboxOwner } from './outbox-owner.js';
import { bytesOf, entriesOf, notesOf, type ReadyEntry } from './ready-entry.js';

/** The most that one append takes, so that it never keeps Redis busy for long. */
const APPEND_ENTRIES_MAX = 20;
/** This many ready entries show that Redis is slower than the source. */
const BEHIND_ENTRIES = 4;
/** An event that waited this long for Redis is dropped, in ms. */
const WAIT_MS_MAX = 30_000;
const NOTHING_SENT: readonly ReadyEntry[] = [];
const NO_NOTES: readonly string[] = [];
const NOTHING_DROPPED: ReadonlyMap<string, number> = new Map();
const RETRY = { firstMs: 100, longestMs: 1000 };

/**
 * The entries of one bridge that are ready for its buffer. Sends one append at a time, in order, and repeats it
 * until Redis has taken it. What arrives meanwhile goes into the next one, so that appends grow with the load.
 */
export class Outbox {
  readonly #appender: Pick<Appender, 'append'>;
  readonly #bridge: { readonly name: string; readonly target: string };
  readonly #owner: OutboxOwner;
  readonly #budget: SpillBudget;
  #ready: ReadyEntry[] = [];
  /** The entries of the append under way. */
  #sent: readonly ReadyEntry[] = NOTHING_SENT;
  #dropped = new Map<string, number>();
  /** How far gift streaks are counted with what was sent before. */
  #streaks: readonly string[] = NO_NOTES;
  /** Appends without events, which account for what was dropped when the bridge was lost. */
  #owed: Append[] = [];
  #epoch = 0;
  #lane: string | undefined;
  #number = 0;
  #failing = false;
  #sending: Promise<void> | undefined;
  /** Called at the next answer to an append, and where the bridge is lost. */
  #watchers: (() => void)[] = [];
  #stopped = false;

  constructor(
    appender: Pick<Appender, 'append'>,
    bridge: { readonly name: string; readonly target: string },
    owner: OutboxOwner,
    budget: SpillBudget,
  ) {
    this.#appender = appender;
    this.#bridge = bridge;
    this.#owner = owner;
    this.#budget = budget;
  }

  get isEmpty(): boolean {
    const entries = this.#ready.length + this.#sent.length;
    return entries + this.#owed.length + this.#dropped.size + this.#streaks.length === 0;
  }

  get isHeld(): boolean {
    return this.#epoch !== 0;
  }

  /** The lane and epoch of this process's appends, where any process may append. */
  get ownLane(): { readonly lane: string; readonly epoch: number } | undefined {
    return this.#lane === undefined ? undefined : { lane: this.#lane, epoch: this.#epoch };
  }

  /** Whether notes without an event would go with the next append. */
  get takesNotes(): boolean {
    return this.isWell && this.#ready.length + this.#streaks.length === 0;
  }

  /** Whether what is added now will probably be appended at once. */
  get isWell(): boolean {
    return this.#epoch !== 0 && !this.#failing && !this.#stopped;
  }

  /** Whether Redis answers, but takes less than is ready. */
  get isBehind(): boolean {
    return this.isWell && this.#ready.length > BEHIND_ENTRIES;
  }

  /**
   * The bridge is held under this epoch. A new one counts its appends from 0.
   *
   * @param lane of this process, where any process may append.
   */
  held(epoch: number, lane?: string): void {
    if (epoch === this.#epoch) return;
    this.#epoch = epoch;
    this.#lane = lane;
    this.#number = 0;
  }

  /**
   * Another process holds the bridge: what is ready would be refused, so it is dropped and the
   * ledger is told. The append under way is settled by its answer.
   */
  lost(): void {
    const lost = this.#ready;
    const events = this.#release(lost);
    for (const { receipt } of lost) receipt?.lost();
    this.#ready = [];
    // The next holder goes on from what was appended.
    this.#streaks = NO_NOTES;
    if (events > 0) {
      this.drop('stale_lease', events);
      this.#owner.refused(this.#epoch, events, entriesOf(lost));
    }
    if (this.#dropped.size > 0 && this.#epoch !== 0) this.#owed.push(this.#nextAppend([]));
    this.flush();
    this.#epoch = 0;
    this.#told();
  }

  /**
   * @param now on a clock that never jumps, in ms.
   * @param receipt receives the entry's result.
   * @param streaks how far gift streaks are counted with it: name, note, name, note, …
   */
  add(entry: NewEntry, now: number, receipt?: Receipt, streaks: readonly string[] = []): void {
    const bytes = bytesOf(entry) + streaks.reduce((sum, note) => sum + note.length, 0);
    this.#budget.take(bytes, entry.count);
    receipt?.expect();
    this.#ready.push({ entry, bytes, at: now, receipt, streaks });
  }

  /** Notes how far gift streaks are counted with what was sent before; see {@link takesNotes}. */
  note(streaks: readonly string[]): void {
    assert(this.takesNotes, 'Notes are taken one lot at a time, with nothing added before them.');
    this.#streaks = streaks;
  }

  /** Accounts for events that were dropped before they came here, with the next append. */
  drop(reason: DropReason, count: number): void {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + count);
  }

  /** Sends what is ready, unless an append is under way. */
  flush(): void {
    if (this.#sending !== undefined || (this.#epoch === 0 && this.#owed.length === 0)) return;
    this.#sending = this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
  }

  /**
   * Waits until everything is appended or `signal` aborts; what is left then is dropped. Nothing is
   * sent afterwards.
   */
  async drained(signal: AbortSignal): Promise<void> {
    while (!this.isEmpty && !signal.aborted) {
      this.flush();
      if (this.#sending === undefined) break;
      await untilAborted(signal, this.#sending);
    }
    this.#stopped = true;
    this.#epoch = 0;
    this.#giveUp([...this.#sent, ...this.#ready.splice(0)]);
    this.#sent = NOTHING_SENT;
    this.#told();
  }

  /** Waits until everything is appended, the bridge is lost, or `signal` aborts. */
  async emptied(signal: AbortSignal): Promise<void> {
    while (!this.isEmpty && this.isHeld && !signal.aborted) {
      this.flush();
      if (this.#sending === undefined) break;
      await untilAborted(signal, this.#sending);
    }
  }

  /**
   * Waits until what is ready now is appended, but not for what is added meanwhile; ends where the bridge is lost, too,
   * or `signal` aborts.
   *
   * @returns whether Redis has taken it, and takes on.
   */
  async caughtUp(signal: AbortSignal): Promise<boolean> {
    const last = (this.#ready.at(-1) ?? this.#sent.at(-1))!;
    const isLeft = (): boolean => this.#ready.includes(last) || this.#sent.includes(last);
    while ((isLeft() || this.#failing) && this.isHeld && !signal.aborted) {
      this.flush();
      if (this.#sending === undefined) break;
      await untilAborted(signal, new Promise<void>((resolve) => this.#watchers.push(resolve)));
    }
    return this.isWell && !isLeft();
  }

  #told(): void {
    for (const watcher of this.#watchers.splice(0)) watcher();
  }

  async #sendAll(): Promise<void> {
    while (!this.#stopped) {
      const owed = this.#owed.shift();
      if (owed !== undefined) await this.#untilAnswered(owed);
      else if (this.#epoch === 0 || this.isEmpty) return;
      else await this.#send();
    }
  }

  async #send(): Promise<void> {
    const sent = this.#ready.splice(0, APPEND_ENTRIES_MAX);
    this.#sent = sent;
    const append = this.#nextAppend(sent);
    const outcome = await this.#untilAnswered(append);
    // `drained` has ended, and dropped the append.
    if (outcome === undefined) return;
    // What `drained` has given up before the answer came is released already.
    const events = this.#sent === sent ? this.#release(sent) : 0;
    this.#sent = NOTHING_SENT;
    if (outcome.kind === 'appended') {
      this.#owner.appended(outcome, append.entries);
      for (const { receipt } of sent) receipt?.appended(outcome.dropped);
    } else {
      this.#owner.refused(append.epoch, events, append.entries);
      for (const { receipt } of sent) receipt?.lost();
    }
    this.#told();
  }

  /** The next append under the epoch held now; takes what was dropped along. */
  #nextAppend(sent: readonly ReadyEntry[]): Append {
    const dropped = this.#dropped.size === 0 ? NOTHING_DROPPED : this.#dropped;
    if (this.#dropped.size > 0) this.#dropped = new Map();
    const streaks = notesOf(this.#streaks, sent);
    this.#streaks = NO_NOTES;
    this.#number++;
    return {
      target: this.#bridge.target,
      bridge: this.#bridge.name,
      lane: this.#lane,
      epoch: this.#epoch,
      number: this.#number,
      entries: entriesOf(sent),
      dropped,
      streaks,
    };
  }

  /** Repeats an append, also after its epoch is over: it may have been applied. */
  async #untilAnswered(append: Append): Promise<AppendOutcome | undefined> {
    for (let failures = 0; !this.#stopped; failures++) {
      try {
        const outcome = await this.#appender.append(append);
        this.#failing = false;
        return outcome;
      } catch (error) {
        this.#failing = true;
        if (error instanceof UnconfirmedAppendError) this.#owner.unconfirmed?.(error.outcome);
        this.#owner.failed(error as Error);
      }
      await pause(backoffMs(failures + 1, RETRY));
      this.#giveUpOld();
    }
    return undefined;
  }

  /** Drops what waited too long. What is on its way stays: it may have been applied. */
  #giveUpOld(): void {
    const before = performance.now() - WAIT_MS_MAX;
    const young = this.#ready.findIndex(({ at }) => at >= before);
    this.#giveUp(this.#ready.splice(0, young === -1 ? this.#ready.length : young));
  }

  #giveUp(given: readonly ReadyEntry[]): void {
    if (given.length === 0) return;
    const events = this.#release(given);
    for (const { receipt } of given) receipt?.lost();
    this.drop('spill_expired', events);
    this.#owner.gaveUp(events, entriesOf(given));
  }

  #release(ready: readonly ReadyEntry[]): number {
    let events = 0;
    for (const { entry, bytes } of ready) {
      this.#budget.giveBack(bytes, entry.count);
      events += entry.count;
    }
    return events;
  }
}
