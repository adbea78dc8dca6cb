import { setImmediate } from 'node:timers/promises';
import { foldText } from '#choosing';
import {
  bridgeOfSecond,
  TargetTable,
  TrailStream,
  type BufferKeys,
  type BufferRedis,
} from '#event-buffer';
import { giftOfAll, type Gift, type LiveEvent } from '#live-event';
import type { InteractionRule, Meeting } from '#rules';
import { TrailFates, type FateReport, type ToldState } from './trail-fates.js';
import { meetingsOf } from './met-rules.js';
import { eventOfTrail, reportedOfTrail } from './trail-event.js';
import { withoutEchoes } from './second-echoes.js';
import { readRecord, TRAIL_MS, type TrailRecord, type TrailWords } from './trail-record.js';
import type { TrailScribe } from './trail-words.js';

/** One event, and what became of it. */
export interface ToldEvent {
  readonly target: string;
  readonly bridge: string;
  /** When it was received, in ms since 1970. */
  readonly at: number;
  readonly type: string;
  /** Absent where the trail keeps no words, or they are sealed with another key. */
  readonly userId?: string | undefined;
  readonly name?: string | undefined;
  readonly text?: string | undefined;
  readonly state: ToldState;
  /** Why it was dropped, as in the ledger; several reasons mean that one of them is right. */
  readonly reason?: string | undefined;
  /** How many viewers asked the same, where it was chosen. */
  readonly asked?: number | undefined;
  /** The event that it repeats, or that was chosen over it. */
  readonly other?: { readonly at: number; readonly text?: string | undefined } | undefined;
  /** Which rule of the room it meets, as we understand the rules; absent where that cannot be told. */
  readonly meeting?: Meeting | undefined;
  readonly report?: FateReport | undefined;
}

export interface Told {
  readonly events: readonly ToldEvent[];
  /** How many more events came too fast to be recorded. */
  readonly untold: number;
  /** Whether there is a trail at all. */
  readonly isKept: boolean;
}

/** The events that a trail keeps, to be run through again. */
export interface Kept {
  /** The oldest first. */
  readonly events: readonly KeptEvent[];
  readonly untold: number;
  readonly isKept: boolean;
  /** Whether viewers and words are kept as well, and can be read. */
  readonly hasWords: boolean;
}

export interface KeptEvent {
  readonly bridge: string;
  readonly at: number;
  readonly event: LiveEvent;
  /** Why it was dropped before the buffer, or not taken by it; `''`: neither. */
  readonly reason: string;
}

interface Seen {
  readonly event: Omit<ToldEvent, 'state'>;
  readonly key: string;
  readonly lane: string;
  reason: string;
  readonly matches: boolean;
  /** Absent where they are sealed with another key. */
  readonly words: TrailWords | undefined;
  /** Whether the second copy of its bridge heard it. */
  readonly isSecond: boolean;
  /** The event, as it came or is reported, if it is; absent where no words are kept. */
  readonly whole: LiveEvent | undefined;
}

export interface TrailQuestion {
  /** A part of a text, or of a user's name or id; empty: all. */
  readonly query: string;
  /** Of this bridge alone. */
  readonly bridge?: string | undefined;
  readonly limit: number;
  /** The rules of the room, where they are known. */
  readonly rules?: readonly InteractionRule[] | undefined;
}

interface SeenAs {
  readonly target: string;
  readonly query: string;
  readonly wholeOf: typeof eventOfTrail;
}

/** Reads what the trails of targets tell. */
export class TrailReader {
  readonly #stream: TrailStream;
  readonly #targets: TargetTable;
  readonly #scribe: TrailScribe;

  constructor(redis: BufferRedis, keys: BufferKeys, scribe: TrailScribe) {
    this.#stream = new TrailStream(redis, keys);
    this.#targets = new TargetTable(redis, keys);
    this.#scribe = scribe;
  }

  /**
   * What became of the last events of a target, the latest first.
   */
  async told(target: string, { query, bridge, limit, rules }: TrailQuestion): Promise<Told> {
    const records = await this.#records(target);
    const { waiting, choosing } = await this.#targets.depths(target);
    const fates = new TrailFates(records, { isWaiting: waiting > 0, isChoosing: choosing > 0 });
    const all = await this.#seen(records, { target, query, wholeOf: reportedOfTrail });
    attributeShed(all, fates);
    const seen = withoutEchoes(all);
    const byKey = new Map(seen.filter(({ key }) => key !== '').map((one) => [one.key, one]));
    const found = seen
      .filter(({ matches, event }) => matches && (bridge ?? event.bridge) === event.bridge)
      .slice(-limit);
    const met = rules === undefined ? undefined : await meetingsIn(seen, fates, rules);
    return {
      events: found.toReversed().map((one) => {
        const meeting = met?.get(one);
        return { ...toldOf(one, fates, byKey), ...(meeting !== undefined && { meeting }) };
      }),
      untold: untoldOf(records),
      isKept: records.length > 0,
    };
  }

  /** The events of a target as they came. */
  async kept(target: string): Promise<Kept> {
    const records = await this.#records(target);
    const all = await this.#seen(records, { target, query: '', wholeOf: eventOfTrail });
    attributeShed(all, new TrailFates(records, NOTHING_WAITS));
    const events = withoutEchoes(all).flatMap(({ event: { bridge, at }, whole, reason }) => {
      return whole === undefined ? [] : [{ bridge, at, event: whole, reason }];
    });
    const hasWords = all.every(({ event }) => event.userId !== undefined);
    // Each process writes its events a moment late, so they are sorted.
    events.sort((a, b) => a.at - b.at);
    return { events, untold: untoldOf(records), isKept: records.length > 0, hasWords };
  }

  async #records(target: string): Promise<readonly (TrailRecord | undefined)[]> {
    const records: (TrailRecord | undefined)[] = [];
    for await (const texts of this.#stream.read(target, TRAIL_MS)) {
      for (const text of texts) records.push(readRecord(text));
      await setImmediate();
    }
    return records;
  }

  async #seen(
    records: readonly (TrailRecord | undefined)[],
    { target, query, wholeOf }: SeenAs,
  ): Promise<Seen[]> {
    const isWanted = this.#matcher(query);
    const seen: Seen[] = [];
    for (const [place, record] of records.entries()) {
      if (place % RECORDS_AT_ONCE === RECORDS_AT_ONCE - 1) await setImmediate();
      if (record?.k !== 'came') continue;
      const words = this.#scribe.read(target, record);
      const first = bridgeOfSecond(record.bridge);
      const of = { target, bridge: first ?? record.bridge };
      for (const [index, [at, type, key, reason, lane]] of record.rows.entries()) {
        const some = words?.[index];
        const isShown = some !== undefined && record.h !== true;
        const [userId, name, text] = isShown ? some : [];
        const event = { ...of, at, type, userId, name, text };
        const matches = query === '' || (some !== undefined && isWanted(some, record.h === true));
        const whole = isShown ? wholeOf(type, at, some) : undefined;
        const copy = { words: some, isSecond: first !== undefined };
        seen.push({ event, key, lane, reason, matches, whole, ...copy });
      }
    }
    return seen;
  }

  #matcher(query: string) {
    const folded = foldText(query);
    const lower = query.trim().toLowerCase();
    const hashes = new Set([this.#scribe.hash(query.trim()), this.#scribe.hash(folded)]);
    return ([userId, name, text]: TrailWords, isHashed: boolean) => {
      if (isHashed) return [userId, name, text].some((one) => one !== '' && hashes.has(one));
      if (userId === query.trim() || userId.endsWith(`_${query.trim()}`)) return true;
      if (name.toLowerCase().includes(lower)) return true;
      return folded === '' ? text.includes(query) : foldText(text).includes(folded);
    };
  }
}

/** After this many the event loop turns: each may have some hundred events. */
const RECORDS_AT_ONCE = 20;

const NOTHING_WAITS = { isWaiting: false, isChoosing: false };

/** Of events that are alike in every byte, the last ones count as those that the buffer did not take. */
function attributeShed(seen: readonly Seen[], fates: TrailFates): void {
  const left = new Map<string, string[]>();
  for (const one of seen.toReversed()) {
    if (one.key === '' || one.reason !== '') continue;
    const reasons = left.get(one.key) ?? [...fates.shedOf(one.key)];
    left.set(one.key, reasons);
    one.reason = reasons.pop() ?? '';
  }
}

async function meetingsIn(
  seen: readonly Seen[],
  fates: TrailFates,
  rules: readonly InteractionRule[],
): Promise<ReadonlyMap<Seen, Meeting>> {
  await setImmediate();
  const parts = joinedIn(seen, fates);
  const reported = seen.flatMap((of) => {
    if (of.whole === undefined || of.reason !== '') return [];
    const { state, report } = fates.of(of.key, of.lane, of.event.at);
    if (state !== 'reported') return [];
    const event = withParts(of.whole, parts.get(of.key) ?? []);
    return [{ of, event, at: report?.at ?? of.event.at }];
  });
  return new Map(
    [...(await meetingsOf(rules, reported))].map(([{ of }, meeting]) => [of, meeting]),
  );
}

/** The gifts of streaks that were joined, by the key of the one that was reported for all. */
function joinedIn(seen: readonly Seen[], fates: TrailFates): ReadonlyMap<string, Gift[]> {
  const joined = new Map<string, Gift[]>();
  for (const { key, whole } of seen) {
    const choice = fates.choiceOf(key);
    if (choice?.verdict !== 'streak_joined' || whole?.type !== 'gift') continue;
    const known = joined.get(choice.other);
    if (known === undefined) joined.set(choice.other, [whole.gift]);
    else known.push(whole.gift);
  }
  return joined;
}

function withParts(event: LiveEvent, parts: readonly Gift[]): LiveEvent {
  if (event.type !== 'gift' || parts.length === 0) return event;
  return { ...event, gift: giftOfAll([...parts, event.gift]) };
}

/** Of a bridge that two collectors hear, as many as the one that left more untold. */
function untoldOf(records: readonly (TrailRecord | undefined)[]): number {
  const copies = new Map<string, [first: number, second: number]>();
  for (const one of records) {
    if (one?.k !== 'came') continue;
    const bridge = bridgeOfSecond(one.bridge);
    const name = bridge ?? one.bridge;
    const untold = copies.get(name) ?? [0, 0];
    untold[bridge === undefined ? 0 : 1] += one.more ?? 0;
    copies.set(name, untold);
  }
  return [...copies.values()].reduce((sum, untold) => sum + Math.max(...untold), 0);
}

function toldOf(
  { event, key, lane, reason }: Seen,
  fates: TrailFates,
  byKey: ReadonlyMap<string, Seen>,
): ToldEvent {
  if (reason !== '') return { ...event, state: 'dropped', reason };
  const choice = fates.choiceOf(key);
  const isChosen = choice?.verdict === 'chosen';
  const other = isChosen ? undefined : byKey.get(choice?.other ?? '')?.event;
  return {
    ...event,
    ...fates.of(key, lane, event.at),
    ...(isChosen && { asked: choice.asked }),
    ...(other !== undefined && { other: { at: other.at, text: other.text } }),
  };
}
