import { IdHasher, type AppendOutcome, type NewEntry } from '#event-buffer';
import type { DropReason } from '#live-event';
import type { FilterConfig } from '#config';
import type { EventSink, StreakCounter } from '#source';
import type { BridgeChoice } from '../../choosing/choice-policies.js';
import { EventChooser } from '../../choosing/event-chooser.js';
import { BridgeStreaks, type StreakTurn } from './bridge-streaks.js';
import type { BridgeOwner } from './bridge-owner.js';
import type { BridgeParts, BridgeTerms } from './bridge-parts.js';
import type { KeptTrail } from '../../trail/collected-trail.js';
import { EventFilter } from '../intake/event-filter.js';
import { Intake } from '../intake/intake.js';
import { Outbox } from '../outbox/outbox.js';
import { Receipt } from '../intake/receipt.js';
import { ReplayGuard } from '../intake/replay-guard.js';

export type { BridgeParts, BridgeTerms } from './bridge-parts.js';
type Appended = Extract<AppendOutcome, { kind: 'appended' }>;

/** One bridge on this collector: from a source's events to its target's buffer. */
export class Bridge {
  readonly name: string;
  readonly target: string;
  #intake: Intake;
  #guard = new ReplayGuard();
  #streaks: StreakCounter | undefined;
  #idScope: string;
  readonly #parts: BridgeParts;
  readonly #outbox: Outbox;
  readonly #recalled: BridgeStreaks;
  readonly #sharedNow: () => number;
  /** Taken before what may go on with streaks that are pushed to other processes, too. */
  readonly streakTurn: StreakTurn;
  #trail: KeptTrail | undefined;
  readonly #owner: BridgeOwner;
  #receipt: Receipt | undefined;
  #stopping = false;
  /** How many events its source has brought, dropped ones included. */
  received = 0;

  constructor(terms: BridgeTerms, parts: BridgeParts, owner: BridgeOwner) {
    const { appender, budget, listener, sharedNow = () => Date.now() } = parts;
    this.name = terms.name;
    this.target = terms.target;
    this.#parts = parts;
    this.#trail = parts.trailOf?.(terms);
    this.#streaks = terms.streaks;
    this.#sharedNow = sharedNow;
    const failed = (error: Error): void => listener.failed(error);
    this.#recalled = new BridgeStreaks(terms, { appender, failed, sharedNow });
    const lane = () => this.#streaks && this.#outbox.ownLane;
    this.streakTurn = this.#recalled.turnOf(lane, async () => this.recallStreaks(true));
    this.#idScope = terms.idScope.name;
    this.#owner = owner;
    this.#outbox = new Outbox(
      appender,
      terms,
      {
        appended: (outcome, entries) => this.#appended(outcome, entries),
        unconfirmed: (outcome) => this.#unconfirmed(outcome),
        refused: (epoch, events, entries) => this.#refused(epoch, events, entries),
        gaveUp: (events, entries) => this.#lost('spill_expired', events, entries),
        failed: (error) => listener.appendFailed(terms.name, error),
      },
      budget,
    );
    this.#intake = this.#intakeOf(terms);
    this.#watchStreaks();
  }

  /** Filters what comes from now on by other terms. */
  refilter(terms: Pick<BridgeTerms, 'filter' | 'maxTextLength' | 'choice' | 'copy'>): void {
    const { filter, maxTextLength, choice, copy } = terms;
    const { name, target } = this;
    this.#trail?.end();
    this.#trail = this.#parts.trailOf?.({ name, target, choice, copy });
    const chooser = this.#chooserOf(choice);
    this.#intake.refilter(this.#filterOf(filter), maxTextLength, chooser, this.#trail);
  }

  /**
   * Prepares for another source, which writes to a new {@link sink}; the one before must give nothing
   * more. What that gave is still appended.
   */
  resource(terms: BridgeTerms): void {
    this.#gather();
    const before = this.#streaks;
    this.#streaks = terms.streaks;
    if (terms.idScope.name !== this.#idScope) this.#guard = new ReplayGuard();
    // The new source may go on with streaks of the one before.
    else if (before !== undefined) this.#streaks?.goOnFrom(before);
    this.#idScope = terms.idScope.name;
    this.#intake = this.#intakeOf(terms);
    this.#watchStreaks();
  }

  /**
   * Goes on with gift streaks from how far they are counted in the buffer. Never rejects.
   * @param wasElsewhere whether another process had the source: where nothing is on its way here either, all
   *   that may be known of streaks is in the buffer.
   * @param heardSince where another process hears the same: `performance.now()` of what is counted next.
   * @returns whether all is known; if not, a streak under way may be counted again from its start.
   */
  async recallStreaks(wasElsewhere: boolean, heardSince?: number): Promise<boolean> {
    if (this.#streaks === undefined) return true;
    this.#gather();
    const allBefore = wasElsewhere && this.#outbox.isEmpty ? this.#streaks.time : undefined;
    return this.#recalled.recall(this.#streaks, { allBefore, heardSince });
  }

  get sink(): EventSink {
    return this.#intake;
  }

  connected(): void {
    this.#guard.connected(Date.now());
  }

  get isHeld(): boolean {
    return this.#outbox.isHeld;
  }

  /** Whether what arrives now will probably be in the buffer at once: the bridge is held, and Redis answers. */
  get isWell(): boolean {
    return this.#outbox.isWell;
  }

  /** Whether Redis answers, but takes less than is ready. */
  get isBehind(): boolean {
    return this.#outbox.isBehind;
  }

  /** Takes what `give` writes to the sink before it returns. @returns what becomes of that alone. */
  take(give: (sink: EventSink) => void): Receipt {
    this.#gather();
    const receipt = new Receipt();
    this.#receipt = receipt;
    try {
      give(this.#intake);
      this.#gather();
    } finally {
      this.#receipt = undefined;
      receipt.close();
    }
    this.#outbox.flush();
    return receipt;
  }

  held(epoch: number, lane?: string): void {
    this.#outbox.held(epoch, lane);
    this.flush();
  }

  lost(): void {
    this.#gather();
    this.#outbox.lost();
  }

  /** Sends what arrived to the buffer. */
  flush(): void {
    this.#gather();
    this.#outbox.flush();
  }

  /** Waits until all that arrived is appended, or `signal` aborts. */
  async drained(signal: AbortSignal): Promise<void> {
    this.#stopping = true;
    this.#gather();
    await this.#outbox.drained(signal);
    this.#trail?.end();
    this.#trail = undefined;
  }

  /**
   * Waits until what arrived by now is appended, or `signal` aborts; more may come meanwhile.
   *
   * @returns whether it is.
   */
  async caughtUp(signal: AbortSignal): Promise<boolean> {
    this.flush();
    return this.#outbox.caughtUp(signal);
  }

  /**
   * Waits until all that arrived is appended, with how far streaks are counted; more may follow.
   *
   * @returns whether it is.
   */
  async settled(signal: AbortSignal): Promise<boolean> {
    this.#gather();
    await this.#outbox.emptied(signal);
    // Notes of streaks may need an append of their own.
    while (this.#streaks?.hasNotes === true && this.#outbox.takesNotes && !signal.aborted) {
      this.#gather();
      await this.#outbox.emptied(signal);
    }
    return this.#outbox.isEmpty;
  }

  #intakeOf(terms: BridgeTerms): Intake {
    const { budget, salt } = this.#parts;
    const hasher = new IdHasher(salt, terms.idScope.name, terms.idScope.isByType);
    return new Intake(
      terms,
      {
        filter: this.#filterOf(terms.filter),
        guard: this.#guard,
        budget,
        hasher,
        chooser: this.#chooserOf(terms.choice),
        trail: this.#trail,
      },
      {
        filled: (entry) => this.#filled(entry),
        stirred: () => this.#owner.stirred(this),
      },
    );
  }

  #filterOf(filter: FilterConfig): EventFilter {
    return new EventFilter(filter, (expression) => {
      this.#parts.listener.expressionOff(this.name, expression);
    });
  }

  #chooserOf(choice: BridgeChoice | undefined): EventChooser | undefined {
    const { closer, salt } = this.#parts;
    if (choice === undefined || closer === undefined) return undefined;
    return new EventChooser(choice.policy, salt, (lane) => closer.expect(choice, lane));
  }

  /** The end of a streak may come without an event; the next holder needs to know of it all the same. */
  #watchStreaks(): void {
    this.#streaks?.watch(() => this.#owner.stirred(this));
  }

  #gather(): void {
    let entry = this.#intake.takeChunk();
    if (entry !== undefined) {
      for (; entry !== undefined; entry = this.#intake.takeChunk()) this.#add(entry);
    }
    // While the outbox takes no notes they stay in the counter, which is bounded.
    else if (this.#outbox.takesNotes) this.#outbox.note(this.#takeNotes());
    const { received, dropped } = this.#intake.takeTally();
    for (const [type, count] of received) {
      this.received += count;
      this.#parts.listener.received(this.name, type, count);
    }
    this.#receipt?.shed(dropped);
    for (const [reason, count] of dropped) {
      this.#outbox.drop(reason, count);
      this.#parts.listener.dropped(this.name, reason, count);
    }
  }

  #add(entry: NewEntry): void {
    this.#outbox.add(entry, performance.now(), this.#receipt, this.#takeNotes());
  }

  #takeNotes(): readonly string[] {
    return this.#streaks?.takeNotes(this.#sharedNow()) ?? [];
  }

  #filled(entry: NewEntry): void {
    this.#add(entry);
    this.#outbox.flush();
    this.#owner.filled?.();
  }

  #appended(outcome: Appended, entries: readonly NewEntry[]): void {
    for (const [reason, count] of outcome.dropped) {
      this.#parts.listener.dropped(this.name, reason, count);
    }
    this.#parts.listener.appended(this.name, outcome);
    this.#trail?.shed(outcome, entries);
    if (this.#streaks?.hasNotes === true) {
      // With what else arrives these moments, but a stop waits for this append.
      if (this.#stopping) this.#gather();
      else this.#owner.stirred(this);
    }
    this.#owner.grew(this.target, outcome);
  }

  /** It can be reported already, though too few replicas have it. */
  #unconfirmed(outcome: AppendOutcome): void {
    if (outcome.kind !== 'appended') return;
    this.#owner.grew(this.target, outcome);
  }

  #refused(epoch: number, events: number, entries: readonly NewEntry[]): void {
    if (events > 0) this.#lost('stale_lease', events, entries);
    this.#owner.refused(this, epoch);
  }

  #lost(reason: DropReason, events: number, entries: readonly NewEntry[]): void {
    this.#parts.listener.dropped(this.name, reason, events);
    this.#trail?.lost(reason, entries);
  }
}
