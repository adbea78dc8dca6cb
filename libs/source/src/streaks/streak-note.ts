/** What the next process that counts a streak has to know about it. */
export interface StreakNote {
  readonly count: number;
  /** When it last rose: the time of day, in ms. */
  readonly roseAt: number;
  readonly ended: boolean;
}

/** A note as Redis holds it: `12@1790000000000`, and `12!@1790000000000` after the end. */
export function writeStreakNote({ count, roseAt, ended }: StreakNote): string {
  return `${count}${ended ? '!' : ''}@${Math.round(roseAt)}`;
}

/** Reads the text that {@link writeStreakNote} wrote; `undefined` if it is no note. */
export function readStreakNote(text: string): StreakNote | undefined {
  const [, count, end, roseAt] = /^(\d{1,15})(!?)@(\d{1,15})$/.exec(text) ?? [];
  if (count === undefined) return undefined;
  return { count: Number(count), roseAt: Number(roseAt), ended: end === '!' };
}
