/** How long the reporter waits, in ms. Only tests change the defaults. */
export interface ReporterTimes {
  /** After how long a paused target is tried again. */
  readonly pauseMs: number;
  /** After how long a room without a running job is looked up again. */
  readonly noJobMs: number;
  /** How long a refusal that nothing contradicts must have lasted before it is believed. */
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
