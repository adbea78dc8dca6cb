import { fieldsOf, isTuple, jsonIn } from '#live-event';

/**
 * What a viewer wrote, and who it was: plain, sealed, or as hashes. Behind it stand other facts for choosing,
 * where there are any and the words are not hashed.
 */
export type TrailWords = readonly [userId: string, name: string, text: string, more?: TrailMore];

export interface TrailMore {
  /** The viewer's level, badge, its level, and the guard where there is one. */
  readonly u?: readonly [level: number, badge: string, badgeLevel: number, guard?: number];
  readonly g?: readonly [name: string, num: number, value: number, totalValue: number];
  /** As it is reported, where that is another name or text. */
  readonly r?: readonly [name: string, text: string];
}

/** An event that came: when, what, under which key it went on, why it did not, where it waits. */
export type CameRow = readonly [
  at: number,
  type: string,
  key: string,
  reason: string,
  lane: string,
];

/** One record of a trail: what happened to some events of a target. */
export type TrailRecord =
  | {
      readonly k: 'came';
      /** Its name; of its second copy the name of the lease. */
      readonly bridge: string;
      readonly rows: readonly CameRow[];
      /** One for each row: plain, hashed (`h`), or all of them sealed as one text. */
      readonly words: readonly TrailWords[] | string;
      readonly h?: true;
      /** How many more came that are not recorded. */
      readonly more?: number;
    }
  /** The decisions at the end of a window. */
  | {
      readonly k: 'chose';
      readonly at: number;
      readonly rows: readonly (readonly [
        key: string,
        verdict: string,
        /** The key of the event that it was compared with; for a chosen one, the key under which it went on. */
        other: string,
        asked: number,
      ])[];
    }
  /** Events that the append script dropped, or that never got there, by reason. */
  | {
      readonly k: 'shed';
      readonly at: number;
      readonly dropped: Readonly<Record<string, number>>;
      /** Which of them; absent in what a version before this one wrote. */
      readonly keys?: Readonly<Record<string, readonly string[]>>;
    }
  /** A batch was settled. */
  | {
      readonly k: 'settled';
      readonly at: number;
      readonly job?: string | undefined;
      readonly events: number;
      readonly reported: readonly string[];
      /** Events that were not reported, by reason. */
      readonly dropped: Readonly<Record<string, readonly string[]>>;
      readonly dead: readonly string[];
    };

/** Reads a record; `undefined` where it is none of this version. */
export function readRecord(text: string): TrailRecord | undefined {
  const record = fieldsOf(jsonIn(text));
  return isRecord(record) ? (record as unknown as TrailRecord) : undefined;
}

/** Whether it has what its readers go through, and show. */
function isRecord(record: Plain): boolean {
  const { k, at, bridge, rows, words, keys, dropped, reported, dead } = record;
  if (k !== 'came' && !isTime(at)) return false;
  switch (k) {
    case 'came':
      if (typeof bridge !== 'string' || !areRows(rows, CAME)) return false;
      return rows.every(([when]) => isTime(when)) && areWords(words);
    case 'chose':
      return areRows(rows, ['', '', '', 0]);
    case 'shed':
      return keys === undefined ? isPlain(dropped) : isPlain(keys) && areLists(Object.values(keys));
    case 'settled':
      return isPlain(dropped) && areLists([reported, dead, ...Object.values(dropped)]);
    default:
      return false;
  }
}

type Plain = Readonly<Record<string, unknown>>;

/** Of which types the columns of a {@link CameRow} are. */
const CAME = [0, '', '', '', ''];

function areWords(words: unknown): boolean {
  return typeof words === 'string' || (areRows(words, ['', '', '']) && words.every(isWithFacts));
}

function isWithFacts([, , , more]: readonly unknown[]): boolean {
  if (more === undefined) return true;
  if (!isPlain(more)) return false;
  const { u, g, r }: Plain = { ...more };
  const isOfUser = u === undefined || isTuple(u, [0, '', 0]);
  const isOfGift = g === undefined || isTuple(g, ['', 0, 0, 0]);
  return isOfUser && isOfGift && (r === undefined || isTuple(r, ['', '']));
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Whether a date can be made of it. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
}

function areRows(
  value: unknown,
  columns: readonly unknown[],
): value is readonly (readonly unknown[])[] {
  return Array.isArray(value) && value.every((row) => isTuple(row, columns));
}

function areLists(value: unknown): boolean {
  return areRows(value, []);
}

/** How many events a second of a target a process records as they come; more are only counted. */
export const CAME_A_SECOND_MAX = 200;

/** How long an event is kept, in ms. */
export const TRAIL_MS = 10 * 60_000;

/** Bounds how many events a record names. */
export function someKeys(keys: readonly string[]): readonly string[] {
  return keys.length > KEYS_MAX ? keys.slice(0, KEYS_MAX) : keys;
}

const KEYS_MAX = 1000;
