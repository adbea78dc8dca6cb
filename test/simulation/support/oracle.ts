import assert from 'node:assert/strict';
import type { AtMostOnce } from '#event-buffer';
import { isFrom } from './redis-model.js';
import { countOf, type Admitted, type BufferedEvent } from './append-model.js';
import type { BufferModel, BufferObserver, Settled } from './buffer-model.js';
import type { Chance } from './virtual-world.js';

/** An accepted report. `isDisturbed`: its sender may not have learnt that it was accepted. */
export interface AcceptedReport {
  readonly target: string;
  readonly serials: readonly number[];
  readonly isDisturbed: () => boolean;
}

/** Everything that has happened to one event. */
export interface Traced extends BufferedEvent {
  readonly serial: number;
  readonly poison: boolean;
  readonly target: string;
  /** Its position in the target's buffer, from 0. */
  readonly place: number;
  accepted: AcceptedReport | undefined;
  /** Whether MetaStudio refused the event alone though nothing is wrong with it. */
  wronged: boolean;
  end: 'reported' | 'dead' | 'dropped' | undefined;
}

export interface OracleTerms {
  readonly maxAgeMs: Readonly<Record<'paid' | 'chat' | 'ambient', number>>;
  readonly atMostOnce: AtMostOnce;
  readonly now: () => number;
}

const MARK = /s(\d+)([ep])e/u;
const VIEWERS = /numberOfViewers\\":(\d+)/u;

/** The serial in a fragment, and whether MetaStudio refuses the event. */
export function markOf(fragment: string): { readonly serial: number; readonly poison: boolean } {
  const [, serial, kind] = MARK.exec(fragment) ?? VIEWERS.exec(fragment) ?? [];
  assert(serial !== undefined, 'An event without its mark.');
  return { serial: Number(serial), poison: kind === 'p' };
}

/** A text that {@link markOf} reads. */
export function markText(serial: number, chance: Chance, poison: number): string {
  return `s${serial}${chance.hits(poison) ? 'p' : 'e'}e`;
}

/**
 * Observes every event and everything that happens to it, and fails at the first step that breaks a
 * promise.
 */
export class Oracle implements BufferObserver {
  readonly events = new Map<number, Traced>();
  readonly #inOrder = new Map<string, Traced[]>();
  /** The highest accepted position of each target. */
  readonly #furthest = new Map<string, number>();
  /** How many events have left the buffer of each target. */
  readonly #left = new Map<string, number>();
  duplicates = 0;

  constructor(
    private readonly model: () => BufferModel,
    private readonly terms: OracleTerms,
  ) {}

  admitted({ target, events }: Admitted): void {
    const all = this.#eventsOf(target);
    for (const event of events) {
      const { serial, poison } = markOf(event.fragment);
      assert(!this.events.has(serial), `Event ${serial} is in the buffer twice.`);
      const fate = { accepted: undefined, wronged: false, end: undefined };
      const traced = { ...event, ...fate, serial, poison, target, place: all.length };
      this.events.set(serial, traced);
      all.push(traced);
    }
  }

  /**
   * MetaStudio accepted a report: its events are in order, and repeated only after a lost answer.
   */
  accepted(report: AcceptedReport): void {
    let place = -1;
    for (const serial of report.serials) {
      const event = this.events.get(serial);
      assert(event?.target === keyOf(report.target), `Event ${serial} was never appended there.`);
      assert(!event.poison, `Event ${serial} is one that MetaStudio refuses.`);
      assert(event.place > place, `Event ${serial} is out of order within its report.`);
      place = event.place;
      const before = event.accepted;
      if (before === undefined) {
        const furthest = this.#furthest.get(event.target) ?? -1;
        assert(event.place > furthest || mayBeLate(event), `Event ${serial} is out of order.`);
        this.#furthest.set(event.target, Math.max(furthest, event.place));
      } else {
        assert(before.isDisturbed(), `Event ${serial} was reported twice for nothing.`);
        assert(!isOnce(this.terms.atMostOnce, event), `Event ${serial} came more than once.`);
        this.duplicates++;
      }
      assert(event.end === undefined, `Event ${serial} was done with: ${event.end}.`);
    }
    for (const serial of report.serials) this.events.get(serial)!.accepted = report;
  }

  refusedAlone(serial: number): void {
    const event = this.events.get(serial)!;
    if (!event.poison) event.wronged = true;
  }

  /** Every event that leaves the buffer was accepted, is a dead letter, or falls under a policy. */
  settled(settled: Settled): void {
    const all = this.#eventsOf(settled.target);
    const from = this.#left.get(settled.target) ?? 0;
    const passed = all.slice(from, from + settled.passed);
    assert.equal(passed.length, settled.passed, 'More was settled than waits.');
    this.#left.set(settled.target, from + settled.passed);
    const dead = new Set(settled.deadFragments.map((fragment) => markOf(fragment).serial));
    const written = sum(settled, (field) => field === 'waiting');
    assert.equal(-written, settled.passed, 'The ledger tells another number of events.');
    let reported = 0;
    for (const [at, event] of passed.entries()) {
      if (dead.delete(event.serial)) {
        assert(event.poison || event.wronged, `Event ${event.serial} is dead for nothing.`);
        event.end = 'dead';
      } else if (event.accepted !== undefined) {
        event.end = 'reported';
        reported++;
      } else {
        this.#mayBeDropped(event, passed.slice(at + 1));
        event.end = 'dropped';
      }
    }
    assert.equal(dead.size, 0, 'A dead letter of an event that is not settled.');
    const told = sum(settled, (field) => field === 'reported');
    assert(told <= reported, `${told} events are said to be reported, and ${reported} were.`);
    assert(settled.delivered || told === 0, 'Reported without a delivery.');
  }

  #mayBeDropped(event: Traced, after: readonly Traced[]): void {
    const { maxAgeMs, atMostOnce, now } = this.terms;
    if (now() - event.receivedAt > maxAgeMs[event.class]) return;
    if (isOnce(atMostOnce, event)) return;
    const later = after.some(({ type, bridge }) => type === 6 && bridge === event.bridge);
    assert(event.type === 6 && later, `Event ${event.serial} is lost.`);
  }

  /** The ledgers balance, and tell how many events really wait. */
  checkAccounts(targets: readonly { target: string; events: string; ledgers: string[] }[]): void {
    for (const { target, events, ledgers } of targets) {
      const { redis } = this.model();
      let waiting = 0;
      for (const ledger of ledgers) {
        let rest = 0;
        for (const [field, value] of redis.hash(ledger)) {
          rest += field === 'received' ? Number(value) : -Number(value);
          if (field === 'waiting') waiting += Number(value);
        }
        assert.equal(rest, 0, `The ledger ${ledger} does not balance.`);
      }
      const depth = Number(redis.hash(target).get('waiting') ?? 0);
      assert.equal(waiting, depth, 'The ledgers and the target tell different depths.');
      const expected = this.#eventsOf(target).length - (this.#left.get(target) ?? 0);
      assert.equal(depth, expected, 'The depth is not what waits.');
      const kept = this.#keptOf(target, events);
      assert(kept >= depth, `Of ${depth} events that wait, the stream holds ${kept}.`);
    }
  }

  /** How many events the stream holds from the cursor on. */
  #keptOf(target: string, events: string): number {
    const { redis } = this.model();
    const [entry = '0-0', index = '0'] = (redis.hash(target).get('cursor') ?? '0-0:0').split(':');
    let kept = 0;
    const isAhead = isFrom(entry);
    for (const one of redis.stream(events)) {
      if (!isAhead(one)) continue;
      kept += countOf(one.fields.get('h')!);
      if (one.id === entry) kept -= Number(index);
    }
    return kept;
  }

  #eventsOf(target: string): Traced[] {
    let events = this.#inOrder.get(target);
    if (events === undefined) this.#inOrder.set(target, (events = []));
    return events;
  }
}

/** The key of a target's hash, which identifies the target here. */
export function keyOf(target: string): string {
  return `relay:{${target}}:target`;
}

/**
 * Two kinds of events may come late, after a report whose answer was lost: one that MetaStudio had
 * refused alone for nothing, and a viewer count that a newer one in the lost report had replaced.
 */
function mayBeLate({ wronged, type }: Traced): boolean {
  return wronged || type === 6;
}

function sum({ counts }: Settled, which: (field: string) => boolean): number {
  let total = 0;
  for (const fields of counts.values()) {
    for (const [field, by] of fields) if (which(field)) total += by;
  }
  return total;
}

function isOnce(atMostOnce: AtMostOnce, event: Traced): boolean {
  return atMostOnce.get(event.bridge)?.has(event.class) === true;
}
