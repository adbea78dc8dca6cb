/** How long the reporter waits, in ms. A test makes them short; everybody else takes the defaults. */
export interface ReporterTimes {
  /** A paused target tries again by itself after so long. */
  readonly pauseMs: number;
  /** With no running job a room is asked again after so long. */
  readonly noJobMs: number;
  /** A refusal that nothing contradicts must have lasted so long before it is believed. */
  readonly judgeMs: number;
  /** The longest first delay before a retry; it doubles with each failure. */
  readonly retryFirstMs: number;
  /** The longest delay before a retry, unless MetaStudio asks for a longer one. */
  readonly retryLongestMs: number;
}

/** The defaults of {@link ReporterTimes}. */
export const REPORTER_TIMES: ReporterTimes = {
  pauseMs: 60_000,
  noJobMs: 15_000,
  judgeMs: 60_000,
  retryFirstMs: 1000,
  retryLongestMs: 30_000,
};
