import type { TrailRecord } from './trail-record.js';

export type ToldState = 'waiting' | 'choosing' | 'dropped' | 'reported' | 'dead' | 'unknown';

export interface FateReport {
  readonly at: number;
  readonly events: number;
  readonly job?: string | undefined;
}

export interface Fate {
  state: ToldState;
  reason?: string;
  report?: FateReport;
}

/** What became of events, by their keys. */
export class TrailFates {
  readonly #settled = new Map<string, Fate>();
  readonly #chosen = new Map<string, { verdict: string; other: string; asked: number }>();
  /** Why events were not taken, by key; one reason for each of several events with one key. */
  readonly #shed = new Map<string, string[]>();
  /** Drops written by an older version, which kept only when they were. */
  readonly #shedNear: { readonly at: number; readonly reasons: readonly string[] }[] = [];
  readonly #now: { readonly isWaiting: boolean; readonly isChoosing: boolean };

  constructor(
    records: readonly (TrailRecord | undefined)[],
    now: { readonly isWaiting: boolean; readonly isChoosing: boolean },
  ) {
    this.#now = now;
    for (const record of records) {
      if (record?.k === 'chose') {
        for (const [key, verdict, other, asked] of record.rows) {
          this.#chosen.set(key, { verdict, other, asked });
        }
      } else if (record?.k === 'shed') {
        this.#recordShed(record);
      } else if (record?.k === 'settled') this.#settle(record);
    }
  }

  choiceOf(key: string) {
    return this.#chosen.get(key);
  }

  /** @param lane where it waited to be chosen; `''`: it did not. */
  of(key: string, lane: string, at: number): Fate {
    const choice = this.#chosen.get(key);
    if (choice !== undefined && choice.verdict !== 'chosen') {
      return { state: 'dropped', reason: choice.verdict };
    }
    const settled = this.#settled.get(choice?.other || key);
    if (settled !== undefined) return settled;
    if (lane !== '' && choice === undefined && this.#now.isChoosing) return { state: 'choosing' };
    const shed = this.#shedNear.find((one) => Math.abs(one.at - at) < SHED_NEAR_MS);
    if (shed !== undefined) return { state: 'dropped', reason: shed.reasons.join(', ') };
    const isOld = Date.now() - at > UNTOLD_MS;
    return { state: isOld && !this.#now.isWaiting ? 'unknown' : 'waiting' };
  }

  /** Why events of this key were not taken. */
  shedOf(key: string): readonly string[] {
    return this.#shed.get(key) ?? [];
  }

  #recordShed({ at, dropped, keys }: Extract<TrailRecord, { k: 'shed' }>): void {
    if (keys === undefined) {
      this.#shedNear.push({ at, reasons: Object.keys(dropped) });
      return;
    }
    for (const [reason, some] of Object.entries(keys)) {
      for (const key of some) {
        const known = this.#shed.get(key);
        if (known === undefined) this.#shed.set(key, [reason]);
        else known.push(reason);
      }
    }
  }

  #settle(record: Extract<TrailRecord, { k: 'settled' }>): void {
    const { at, events, job } = record;
    for (const key of record.reported) {
      this.#settled.set(key, { state: 'reported', report: { at, events, job } });
    }
    for (const [reason, keys] of Object.entries(record.dropped)) {
      for (const key of keys) this.#settled.set(key, { state: 'dropped', reason });
    }
    for (const key of record.dead) this.#settled.set(key, { state: 'dead' });
  }
}

/** How long it may take until the fate of an event is written, in ms. */
const UNTOLD_MS = 5000;
/** How close the time of a drop must be to an event's receipt to be that event's, in ms. */
const SHED_NEAR_MS = 1500;
