/** Why a target cannot be served, as `status` and the metrics tell it. */
export const PAUSE_REASONS = [
  'unauthorized',
  'forbidden',
  'wrong-project',
  'wrong-endpoint',
  'redirect',
  'unexpected-status',
  'unsendable',
  'job-gone',
  'no-report-url',
  'refused-throughout',
  'entry-unreadable',
  'project-unknown',
] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];
