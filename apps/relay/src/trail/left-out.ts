import { someKeys, type TrailRecord } from './trail-record.js';

type Settled = Extract<TrailRecord, { k: 'settled' }>;

interface Shed {
  readonly at: number;
  readonly dropped: Map<string, number>;
  readonly keys: Map<string, readonly string[]>;
}

/**
 * Gathers what is left out until the next flush, to one record of a target. Each append, and each batch of a target on
 * hold, may leave something out: with a record for each they would push out the rest of the trail.
 */
export class LeftOut {
  /** By target. */
  #sheds = new Map<string, Shed>();
  /** Of which no reported event is named, by target. */
  #settled = new Map<string, Settled>();

  /** Notes events that never got to the buffer. */
  shed(target: string, reason: string, count: number, keys: readonly string[]): void {
    let shed = this.#sheds.get(target);
    if (shed === undefined) {
      shed = { at: Date.now(), dropped: new Map(), keys: new Map() };
      this.#sheds.set(target, shed);
    }
    shed.dropped.set(reason, (shed.dropped.get(reason) ?? 0) + count);
    shed.keys.set(reason, someKeys([...(shed.keys.get(reason) ?? []), ...keys]));
  }

  /** Notes a batch of which no reported event is named. */
  settled(target: string, batch: Settled): void {
    const before = this.#settled.get(target);
    this.#settled.set(target, before === undefined ? batch : together(before, batch));
  }

  /** Gives what was gathered, and forgets it. */
  take(): { readonly target: string; readonly record: TrailRecord }[] {
    const sheds = [...this.#sheds].map(([target, { at, dropped, keys }]) => {
      const named = { dropped: Object.fromEntries(dropped), keys: Object.fromEntries(keys) };
      return { target, record: { k: 'shed', at, ...named } as const };
    });
    const settled = [...this.#settled].map(([target, record]) => ({ target, record }));
    this.#sheds = new Map();
    this.#settled = new Map();
    return [...sheds, ...settled];
  }
}

function together(one: Settled, other: Settled): Settled {
  const dropped = new Map(Object.entries(one.dropped));
  for (const [reason, keys] of Object.entries(other.dropped)) {
    dropped.set(reason, someKeys([...(dropped.get(reason) ?? []), ...keys]));
  }
  return {
    ...one,
    events: one.events + other.events,
    dropped: Object.fromEntries(dropped),
    dead: someKeys([...one.dead, ...other.dead]),
  };
}
