/** How many frames came, and how many of them were understood. */
export interface FrameCounts {
  readonly frames: number;
  readonly notUnderstood: number;
}

const MINUTES = 5;
const MINUTE_MS = 60_000;

/** The frames of the last five minutes, counted by the minute. */
export class RecentFrames {
  readonly #minutes = Array.from({ length: MINUTES }, () => ({
    minute: -1,
    frames: 0,
    notUnderstood: 0,
  }));

  /** @param now monotonic, in ms. */
  add(now: number, isUnderstood: boolean): void {
    const minute = Math.floor(now / MINUTE_MS);
    const slot = this.#minutes[minute % MINUTES]!;
    if (slot.minute !== minute) {
      slot.minute = minute;
      slot.frames = 0;
      slot.notUnderstood = 0;
    }
    slot.frames++;
    if (!isUnderstood) slot.notUnderstood++;
  }

  /** When the oldest of those that were not understood is counted no more; `Infinity`: there are none. */
  forgetsAt(now: number): number {
    const oldest = Math.floor(now / MINUTE_MS) - MINUTES;
    let first = Infinity;
    for (const { minute, notUnderstood } of this.#minutes) {
      if (minute > oldest && minute < first && notUnderstood > 0) first = minute;
    }
    return (first + MINUTES) * MINUTE_MS;
  }

  /** Those of the last five minutes. */
  since(now: number): FrameCounts {
    const oldest = Math.floor(now / MINUTE_MS) - MINUTES;
    let frames = 0;
    let notUnderstood = 0;
    for (const slot of this.#minutes) {
      if (slot.minute <= oldest) continue;
      frames += slot.frames;
      notUnderstood += slot.notUnderstood;
    }
    return { frames, notUnderstood };
  }
}
