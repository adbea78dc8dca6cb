/** The lines of one event that were held back in a minute. */
export interface Crowd {
  readonly count: number;
  /** How many bridges or targets it came from. */
  readonly from: number;
  /** How often for each reason. */
  readonly reasons: Readonly<Record<string, number>>;
}

interface Minute {
  passed: number;
  /** Whether the minute before held lines back: then none passes alone in this one. */
  readonly isBusy: boolean;
  count: number;
  readonly from: Set<string>;
  readonly reasons: Map<string, number>;
}

/** How many lines of one event pass alone in a minute. */
const ALONE_MAX = 20;
/** Further reasons are counted together. */
const REASONS_MAX = 50;
const FROM_MAX = 10_000;

/**
 * Lets the same event of many bridges pass alone while there are few of them, and counts them once
 * there are many: an event that all report at once, or repeatedly, is one line a minute.
 */
export class CrowdLimiter {
  readonly #minutes = new Map<string, Minute>();

  /** @returns whether it passes alone; otherwise it is counted for {@link end}. */
  pass(event: string, reason: string, from: string, times = 1): boolean {
    let minute = this.#minutes.get(event);
    if (minute === undefined) this.#minutes.set(event, (minute = newMinute(false)));
    if (!minute.isBusy && minute.passed < ALONE_MAX) {
      minute.passed++;
      return true;
    }
    minute.count += times;
    if (minute.from.size < FROM_MAX) minute.from.add(from);
    const { reasons } = minute;
    const counted = reasons.has(reason) || reasons.size < REASONS_MAX ? reason : 'other';
    reasons.set(counted, (reasons.get(counted) ?? 0) + times);
    return false;
  }

  /** Ends a minute: what it held back, by event. */
  end(): ReadonlyMap<string, Crowd> {
    const crowds = new Map<string, Crowd>();
    for (const [event, { count, from, reasons, isBusy }] of this.#minutes) {
      if (count === 0) {
        this.#minutes.delete(event);
        continue;
      }
      crowds.set(event, { count, from: from.size, reasons: Object.fromEntries(reasons) });
      // Lines pass alone again in the next minute once as few came as may pass alone.
      this.#minutes.set(event, newMinute(!(isBusy && count <= ALONE_MAX)));
    }
    return crowds;
  }
}

function newMinute(isBusy: boolean): Minute {
  return { passed: 0, isBusy, count: 0, from: new Set(), reasons: new Map() };
}
