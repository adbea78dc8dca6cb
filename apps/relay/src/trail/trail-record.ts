/**
 * What a viewer wrote, and who it was: as it is, sealed, or as hashes. What else it may be chosen
 * by stands behind it, where it is something and no hashes are kept.
 */
export type TrailWords = readonly [userId: string, name: string, text: string, more?: TrailMore];

export interface TrailMore {
  /** The viewer's level, badge, its level, and the guard where there is one. */
  readonly u?: readonly [level: number, badge: string, badgeLevel: number, guard?: number];
  readonly g?: readonly [name: string, num: number, value: number, totalValue: number];
}

/** An event that came: when, what, under which key it went on, why it did not, where it waits. */
export type CameRow = readonly [
  at: number,
  type: string,
  key: string,
  reason: string,
  lane: string,
];

/** One record of a trail: what happened of late to some events of a target. */
export type TrailRecord =
  | {
      readonly k: 'came';
      readonly bridge: string;
      readonly rows: readonly CameRow[];
      /** One for each row: plain, hashed (`h`), or all of them sealed. */
      readonly words: readonly TrailWords[] | string;
      readonly h?: true;
      /** So many more came that are not told. */
      readonly more?: number;
    }
  /** What was decided at the end of a window. */
  | {
      readonly k: 'chose';
      readonly at: number;
      readonly rows: readonly (readonly [
        key: string,
        verdict: string,
        /** The key of what it was compared with; of a chosen one, that under which it went on. */
        other: string,
        asked: number,
      ])[];
    }
  /** What the append script dropped, or what never got there, by reason. */
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
      /** By why they were not. */
      readonly dropped: Readonly<Record<string, readonly string[]>>;
      readonly dead: readonly string[];
    };

/** Reads a record; `undefined` where it is none of this version. */
export function readRecord(text: string): TrailRecord | undefined {
  try {
    const record = JSON.parse(text) as TrailRecord;
    return KINDS.has(record.k) ? record : undefined;
  } catch {
    return undefined;
  }
}

const KINDS: ReadonlySet<string> = new Set(['came', 'chose', 'shed', 'settled']);

/** An event is told for so long. */
export const TRAIL_MS = 10 * 60_000;
