import { STREAK_QUIET_MS } from '#live-event';
import { readStreakNote, writeStreakNote } from './streak-note.js';

/** How many streaks are remembered at a time; the quietest is forgotten first. */
const STREAKS_MAX = 10_000;

/** How many streaks are noted at a time, so that Redis is never busy with them for long. */
export const NOTES_TAKEN_MAX = 2000;

interface Streak {
  count: number;
  roseAt: number;
  ended: boolean;
}

interface RestoreTerms {
  readonly allBefore?: number | undefined;
  readonly heardSince?: number | undefined;
}

/**
 * Turns the rising counts of gift streaks into the number that each frame adds, so that the sum of
 * the results is the highest count of the streak, whichever frames are missing, repeated or late. A
 * streak is over after its end frame, or a quiet minute. A frame after an end under the same name
 * begins a new streak, unless the old one could still have sent it: its last count again, or a
 * lower one that came late, except 1. If a platform gives all streaks of a user and gift one name,
 * most of which count 1, end that with a line break, and {@link forget} each at its end. Bounded by
 * {@link STREAKS_MAX}. Another process can go on where this one stopped: the result of
 * {@link takeNotes} goes into the buffer with the events that it counts, and is given to the next
 * holder of the bridge.
 */
export class StreakCounter {
  readonly #streaks = new Map<string, Streak>();
  /** The streaks that changed since notes were taken. */
  readonly #changed = new Set<string>();
  readonly #now: () => number;
  readonly #streaksMax: number;
  #watcher: (() => void) | undefined;
  /** Whether another process hears the same frames, counts them earlier, and notes what it counts. */
  isSecond = false;

  /** @param options.now a clock in ms that never goes back. */
  constructor(options: { now?: () => number; streaksMax?: number } = {}) {
    this.#now = options.now ?? (() => performance.now());
    this.#streaksMax = options.streaksMax ?? STREAKS_MAX;
  }

  /** Whether there is anything to note. */
  get hasNotes(): boolean {
    return this.#changed.size > 0;
  }

  /** The present time, for {@link restore}. */
  get time(): number {
    return this.#now();
  }

  /** @param changed called when there is something to note, once until notes are taken. */
  watch(changed: () => void): void {
    this.#watcher = changed;
  }

  /** Goes on from where another counter of the same platform stopped. */
  goOnFrom(other: StreakCounter): void {
    for (const [name, streak] of other.#streaks) this.#streaks.set(name, streak);
    for (const name of other.#changed) this.#changed.add(name);
  }

  /**
   * How many gifts a frame adds; 0 if it repeats gifts that were counted.
   * @param streak its name: the user, the gift and anything else that tells streaks apart.
   * @param count the running count, at least 1.
   * @param ended whether the frame is the streak's last.
   */
  added(streak: string, count: number, ended: boolean): number {
    const now = this.#now();
    const known = this.#streaks.get(streak);
    if (known === undefined || now - known.roseAt > STREAK_QUIET_MS || isNew(known, count, ended)) {
      this.#remember(streak, { count, roseAt: now, ended });
      return count;
    }
    if (ended && !known.ended) {
      known.ended = true;
      this.#note(streak);
    }
    if (count <= known.count) return 0;
    const added = count - known.count;
    this.#remember(streak, { count, roseAt: now, ended: known.ended });
    return added;
  }

  /** The next frame of this name begins a new streak. */
  forget(streak: string): void {
    if (this.#streaks.delete(streak)) this.#note(streak);
  }

  /**
   * The changes since the last call: name, note, name, note, …, with an empty note for a streak
   * that is over. At most {@link NOTES_TAKEN_MAX} streaks at a time.
   * @param at the time of day, in ms: the clocks of two processes have nothing else in common.
   */
  takeNotes(at: number): readonly string[] {
    if (this.#streaks.size === 0 && this.#changed.size === 0) return NOTHING;
    const now = this.#now();
    this.#forgetQuiet(now);
    if (this.#changed.size === 0) return NOTHING;
    const notes: string[] = [];
    for (const name of this.#changed) {
      const streak = this.#streaks.get(name);
      const note = streak && writeStreakNote({ ...streak, roseAt: at - now + streak.roseAt });
      notes.push(name, note ?? '');
      this.#changed.delete(name);
      if (notes.length === 2 * NOTES_TAKEN_MAX) break;
    }
    return notes;
  }

  /**
   * Continues from another process's notes, where they are newer than what is known here. Invalid
   * notes are skipped, and so are streaks that are over by now: those are noted, since nobody else
   * may know it.
   * @param notes by the streak's name.
   * @param at the time of day, in ms.
   * @param allBefore the {@link time} before which the notes are complete: a streak that did not
   *   rise here since then is as they say, or over if they do not name it.
   * @param heardSince where another process hears the same frames: the {@link time} since which those were heard that
   *   are counted next. Where a streak rose since then they may be of before its end, also if that is noted: a count of
   *   1 begins no other. What is noted under a name of many streaks may be of another one: each process counts those by
   *   what it hears.
   */
  restore(
    notes: Readonly<Record<string, string>>,
    at: number,
    { allBefore = -Infinity, heardSince }: RestoreTerms = {},
  ): void {
    const now = this.#now();
    const isOwn = (name: string): boolean => heardSince !== undefined && isOfMany(name);
    this.#dropBefore(allBefore, isOwn);
    const noted: { readonly name: string; readonly streak: Streak }[] = [];
    for (const [name, text] of Object.entries(notes)) {
      const note = readStreakNote(text);
      if (note === undefined || isOwn(name)) continue;
      // A clock that is ahead of ours must not prolong a streak.
      const roseAt = Math.min(now, now - at + note.roseAt);
      const ended = note.ended && roseAt <= (heardSince ?? Infinity);
      if (now - roseAt <= STREAK_QUIET_MS) noted.push({ name, streak: { ...note, roseAt, ended } });
      else if (!this.#streaks.has(name)) this.#note(name);
    }
    // The quietest must be the first.
    noted.sort((a, b) => a.streak.roseAt - b.streak.roseAt);
    for (const { name, streak } of noted) {
      const known = this.#streaks.get(name);
      const lateMs = heardSince === undefined ? CLOCK_JITTER_MS : TWIN_LATE_MS;
      if (known === undefined || isNewer(streak, known, lateMs)) this.#put(name, streak);
    }
  }

  #dropBefore(time: number, isKept: (name: string) => boolean): void {
    for (const [name, { roseAt }] of this.#streaks) {
      if (roseAt >= time || isKept(name)) continue;
      this.#streaks.delete(name);
      this.#changed.delete(name);
    }
  }

  #remember(name: string, streak: Streak): void {
    this.#put(name, streak);
    this.#note(name);
  }

  #put(name: string, streak: Streak): void {
    // Insertion order is the order of the last rise: the first key is the quietest.
    this.#streaks.delete(name);
    this.#streaks.set(name, streak);
    if (this.#streaks.size <= this.#streaksMax) return;
    for (const quietest of this.#streaks.keys()) return this.forget(quietest);
  }

  #forgetQuiet(now: number): void {
    for (const [name, { roseAt }] of this.#streaks) {
      if (now - roseAt <= STREAK_QUIET_MS) return;
      this.forget(name);
    }
  }

  #note(name: string): void {
    if (this.isSecond && isOfMany(name)) return;
    this.#changed.add(name);
    if (this.#changed.size === 1) this.#watcher?.();
    if (this.#changed.size > NOTES_MAX * this.#streaksMax) deleteFirst(this.#changed);
  }
}

const NOTHING: readonly string[] = [];
/** The time of day is in whole ms, and may be set back a little. */
const CLOCK_JITTER_MS = 100;
/**
 * How much later than it was heard another process that hears the same frames may note a count, in ms: the second
 * copy keeps its frames for two seconds, and clocks differ. Where Redis is full or slow, such a note may replace a
 * higher one.
 */
const TWIN_LATE_MS = 5000;
/** The most notes kept of ended streaks while nobody takes them, for each streak that may go on. */
const NOTES_MAX = 2;

function deleteFirst(names: Set<string>): void {
  for (const name of names) {
    names.delete(name);
    return;
  }
}

/** Whether a name is that of all streaks of one viewer and gift. */
function isOfMany(name: string): boolean {
  return name.endsWith('\n');
}

/** Whether a frame after an end begins another streak. An end frame tells the final count. */
function isNew(known: Streak, count: number, ended: boolean): boolean {
  if (!known.ended || count === known.count) return false;
  return count === 1 || count > known.count || ended;
}

/** By its time or, where two clocks differ, by its count. @param lateMs how late a note of a lower count may be. */
function isNewer(noted: Streak, known: Streak, lateMs: number): boolean {
  if (noted.count > known.count && !known.ended) return true;
  // A rise here a moment ago may be on its way, and the note may be of the rise before it.
  const aheadMs = noted.count < known.count && !known.ended ? lateMs : 0;
  return noted.roseAt >= known.roseAt + aheadMs;
}
