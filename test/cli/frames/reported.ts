import type { SourceType } from '#platforms';

/** A frame that a platform documents, and the lines that it is reported as. */
export interface DocumentedFrame {
  /** The platform's name of it. */
  readonly name: string;
  /** As `decode` reads it: text in one line, or binary. */
  readonly frame: string | Buffer;
  readonly reported: readonly Reported[];
}

export interface DocumentedSource {
  readonly type: SourceType;
  /** What `--options` holds; by default nothing. */
  readonly options?: object;
  readonly frames: readonly DocumentedFrame[];
}

/** A LiveEvent as MetaStudio documents it, but for its time: `undefined` is the time of receipt. */
export interface Reported {
  readonly at: number | undefined;
  readonly type: 1 | 2 | 3 | 4 | 5 | 6;
  readonly content: object;
}

export interface Viewer {
  readonly userId: string;
  readonly name: string;
  readonly level: number;
  readonly badge: string;
  readonly badgeLevel: number;
}

/** `2023-11-14T22:13:20Z`, in ms. */
export const AT = 1_700_000_000_000;

export function viewer(
  userId: string,
  name: string,
  ...more: [number, string, number] | []
): Viewer {
  const [level = 0, badge = '', badgeLevel = 0] = more;
  return { userId, name, level, badge, badgeLevel };
}

export function said(by: Viewer, content: string, at?: number): Reported {
  return { at, type: 1, content: { user: by, content } };
}

export function entered(by: Viewer, at?: number): Reported {
  return { at, type: 2, content: { user: by } };
}

export function liked(by: Viewer, at?: number): Reported {
  return { at, type: 3, content: { user: by } };
}

/** @param giftValue of one. */
export function gave(
  by: Viewer,
  [giftName, giftNum, giftValue, totalValue = giftNum * giftValue]: readonly [
    name: string,
    count: number,
    giftValue: number,
    totalValue?: number,
  ],
  at?: number,
): Reported {
  return { at, type: 4, content: { gift: { giftName, giftNum, totalValue, giftValue }, user: by } };
}

export function followed(by: Viewer, at?: number): Reported {
  return { at, type: 5, content: { user: by } };
}

export function watched(numberOfViewers: number, at?: number): Reported {
  return { at, type: 6, content: { numberOfViewers } };
}

/** The line of JSON, with `0` for the time of receipt. */
export function lineOf({ at = 0, type, content }: Reported): string {
  return JSON.stringify({ timestamp: at, type, content: JSON.stringify(content) });
}

/** A frame of JSON. */
export function json(name: string, message: unknown, ...reported: Reported[]): DocumentedFrame {
  return { name, frame: JSON.stringify(message), reported };
}
