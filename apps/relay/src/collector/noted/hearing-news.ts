import type { HearingReport } from '#source';

/** What is told of how a source hears: what is other than what was told before. */
export class HearingNews {
  #told: HearingReport = { state: 'away', frames: 0, notUnderstood: 0 };

  /** `undefined` where it hears as it did. */
  of(now: HearingReport): { now: HearingReport; before: HearingReport } | undefined {
    const before = this.#told;
    if (!isOther(now, before)) return undefined;
    this.#told = now;
    return { now, before };
  }
}

/** Of frames that nobody understood each one counts; others go without saying. */
function isOther(one: HearingReport, other: HearingReport): boolean {
  return (
    one.state !== other.state ||
    one.wayOut !== other.wayOut ||
    one.room?.state !== other.room?.state ||
    one.notUnderstood !== other.notUnderstood
  );
}
