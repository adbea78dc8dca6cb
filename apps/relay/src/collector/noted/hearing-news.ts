import { NEVER_CONNECTED, type Hearing, type HearingReport } from '#source';

/** Finds out when a source's hearing differs from what was last reported. */
export class HearingNews {
  #told: HearingReport = { state: 'away', frames: 0, notUnderstood: 0 };
  #mark = NEVER_CONNECTED;

  /** Whether there is certainly none. Costs next to nothing. */
  isNone(hearing: Pick<Hearing, 'isAt'>): boolean {
    return hearing.isAt(this.#mark);
  }

  /** @returns `undefined` where nothing has changed. */
  of(
    hearing: Pick<Hearing, 'mark' | 'report'>,
  ): { now: HearingReport; before: HearingReport } | undefined {
    const before = this.#told;
    this.#mark = hearing.mark();
    const now = hearing.report();
    if (!isOther(now, before)) return undefined;
    this.#told = now;
    return { now, before };
  }
}

/** A changed count of frames that were not understood is news; one of understood frames is not. */
function isOther(one: HearingReport, other: HearingReport): boolean {
  return (
    one.state !== other.state ||
    one.wayOut !== other.wayOut ||
    one.room?.state !== other.room?.state ||
    one.notUnderstood !== other.notUnderstood
  );
}
