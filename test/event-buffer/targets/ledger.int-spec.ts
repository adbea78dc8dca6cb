import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Batch, Drain } from '#event-buffer';
import { CLASS_OF, type EventType } from '#live-event';
import { BufferRig, event, firstPlaces, limitsOf, TARGET, textsOf } from '../support/buffer-rig.js';

const EVENTS_MAX = 30;
const SHARE = { ambient: 15, chat: 27, paid: 30 };
const BRIDGES = ['a', 'b'] as const;
const TYPES = ['comment', 'gift', 'like', 'viewers'] as const;
type Bridge = (typeof BRIDGES)[number];

interface Sent {
  readonly type: (typeof TYPES)[number];
  /** Two of one id are duplicates; 0: no id. */
  readonly id: number;
}

interface Waiting {
  readonly bridge: Bridge;
  readonly type: EventType;
  readonly text: string;
}

class Row {
  received = 0;
  reported = 0;
  deadLettered = 0;
  waiting = 0;
  readonly dropped: Record<string, number> = {};

  drop(reason: string, count = 1): void {
    if (count > 0) this.dropped[reason] = (this.dropped[reason] ?? 0) + count;
  }
}

/** What the buffer and its ledger should be, the simple way. */
class Model {
  readonly rows = { a: new Row(), b: new Row() };
  readonly epochs = { a: 0, b: 0 };
  readonly seen = new Set<number>();
  waiting: Waiting[] = [];
  #serial = 0;

  textOf(): string {
    return `t${this.#serial++}`;
  }

  append(
    bridge: Bridge,
    epoch: number,
    events: readonly (Sent & { text: string })[],
    rate: number,
  ) {
    const row = this.rows[bridge];
    row.received += events.length + rate;
    if (epoch < this.epochs[bridge]) {
      row.drop('stale_lease', events.length);
      row.drop('rate', rate);
      return;
    }
    this.epochs[bridge] = epoch;
    row.drop('rate', rate);
    for (const { type, id, text } of events) {
      const kind = CLASS_OF[type];
      if (id > 0 && this.seen.has(id)) row.drop('duplicate');
      else if (this.waiting.length >= SHARE[kind]) row.drop(`shed_${kind}`);
      else {
        if (id > 0) this.seen.add(id);
        row.waiting++;
        this.waiting.push({ bridge, type, text });
      }
    }
  }

  /** Passes so many events: the first `refused` are dead letters, old viewer counts are dropped. */
  pass(count: number, refused: number): string[] {
    const passed = this.waiting.splice(0, count);
    const reported: string[] = [];
    passed.forEach(({ bridge, type, text }, i) => {
      const row = this.rows[bridge];
      row.waiting--;
      const replaced = passed.some(
        (later, at) => at > i && later.type === 'viewers' && later.bridge === bridge,
      );
      if (i < refused) row.deadLettered++;
      else if (type === 'viewers' && replaced) row.drop('superseded');
      else {
        row.reported++;
        reported.push(type === 'like' ? '3' : type === 'viewers' ? '6' : text);
      }
    });
    return reported;
  }
}

/** The real buffer beside its model, and the steps that both take. */
class Pair {
  readonly model = new Model();
  readonly rig: BufferRig;
  #drain: Drain | undefined;
  #earlier: { drain: Drain; batch: Batch } | undefined;
  /** By bridge and epoch: how many appends there were, and the last one. */
  readonly #numbers = new Map<string, number>();
  readonly #last = new Map<string, () => Promise<unknown>>();

  constructor(rig: BufferRig) {
    this.rig = rig;
  }

  async append(bridge: Bridge, behind: number, sent: readonly Sent[], rate: number): Promise<void> {
    const newest = this.model.epochs[bridge];
    const epoch = Math.max(1, newest + behind);
    const holder = `${bridge} ${epoch}`;
    const number = (this.#numbers.get(holder) ?? 0) + 1;
    this.#numbers.set(holder, number);
    // A chunk holds an id once, whoever fills it.
    const once = sent.filter(({ id }, i) => id === 0 || sent.findIndex((e) => e.id === id) === i);
    const events = once.map((each) => ({ ...each, text: this.model.textOf() }));
    const append = async (): Promise<unknown> =>
      this.rig.append(
        events.map(({ type, id, text }) => event(type, text, id > 0 ? String(id) : undefined)),
        {
          bridge,
          epoch,
          number,
          limits: { eventsMax: EVENTS_MAX },
          dropped: new Map(rate > 0 ? [['rate', rate]] : []),
        },
      );
    await append();
    this.model.append(bridge, epoch, events, rate);
    this.#last.set(holder, append);
  }

  /** Whoever holds a bridge, or held it last, repeats what it appended last. */
  async repeatAppend(): Promise<void> {
    for (const bridge of BRIDGES) {
      const newest = this.model.epochs[bridge];
      await this.#last.get(`${bridge} ${newest - 1}`)?.();
      await this.#last.get(`${bridge} ${newest}`)?.();
    }
  }

  async settle(events: number, refused: number): Promise<void> {
    this.#drain ??= await this.rig.drain();
    await this.#drain.readAhead();
    const skip = Math.min(refused, this.model.waiting.length);
    const batch = this.#drain.window.cut(limitsOf(events), firstPlaces(skip));
    assert(await this.#drain.settle(batch, true));
    assert.deepEqual(textsOf(batch), this.model.pass(batch.passed, skip));
    this.#earlier = { drain: this.#drain, batch };
  }

  async repeatSettle(): Promise<void> {
    if (this.#earlier === undefined) return;
    const { drain, batch } = this.#earlier;
    // Whether it is still the last drain or not: nothing changes.
    await drain.settle(batch, true);
  }

  /** A new drain begins; what an older one cut is refused from then on. */
  async beginAnew(): Promise<void> {
    const old = this.#drain;
    await old?.readAhead();
    this.#drain = await this.rig.drain();
    if (old === undefined) return;
    assert(!(await old.settle(old.window.cut(limitsOf(5)), true)));
  }

  async check(): Promise<void> {
    for (const bridge of BRIDGES) {
      const { received, reported, deadLettered, waiting, dropped } = this.model.rows[bridge];
      const expected = { received, reported, deadLettered, waiting, dropped };
      assert.deepEqual(await this.rig.row(bridge), expected);
    }
    assert.equal(await this.rig.ledger.table.waiting(TARGET), this.model.waiting.length);
  }
}

interface Step {
  /** Shown where the test fails. */
  readonly named: string;
  readonly take: (pair: Pair) => Promise<void>;
}

const sent = fc.record<Sent>({ type: fc.constantFrom(...TYPES), id: fc.nat(12) });
const appended = fc.record({
  bridge: fc.constantFrom(...BRIDGES),
  behind: fc.constantFrom(0, 0, 0, 0, 1, -1),
  events: fc.array(sent, { maxLength: 12 }),
  rate: fc.nat(2),
});
const settled = fc.record({ events: fc.integer({ min: 1, max: 20 }), refused: fc.nat(2) });

const appendStep = appended.map((what): Step => {
  const { bridge, behind, events, rate } = what;
  const take = async (pair: Pair): Promise<void> => pair.append(bridge, behind, events, rate);
  return { named: `append ${JSON.stringify(what)}`, take };
});
const settleStep = settled.map((what): Step => {
  const take = async (pair: Pair): Promise<void> => pair.settle(what.events, what.refused);
  return { named: `settle ${JSON.stringify(what)}`, take };
});
const otherStep = fc.constantFrom<Step>(
  { named: 'repeat append', take: async (pair) => pair.repeatAppend() },
  { named: 'repeat settle', take: async (pair) => pair.repeatSettle() },
  { named: 'begin anew', take: async (pair) => pair.beginAnew() },
);
const steps = fc.oneof(
  { weight: 5, arbitrary: appendStep },
  { weight: 3, arbitrary: settleStep },
  { weight: 3, arbitrary: otherStep },
);

describe('the ledger', () => {
  it('the ledger balances after every step, whatever is appended, repeated, refused and settled', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 30 }), async (taken) => {
        const rig = await BufferRig.open();
        try {
          for (const bridge of BRIDGES)
            await rig.appender().register({ target: TARGET, bridge: bridge });
          const pair = new Pair(rig);
          for (const { take } of taken) {
            await take(pair);
            await pair.check();
          }
        } finally {
          rig.close();
        }
      }),
      { numRuns: 60 },
    );
  }, 180_000);
});
