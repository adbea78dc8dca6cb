/** What the commands exit with. */
export const EXIT = {
  /** It did what was asked. */
  ok: 0,
  /** It ran, and the answer is bad: problems in the configuration, a frame not understood. */
  failed: 1,
  /** It could not run: wrong arguments, a file that cannot be read. */
  unusable: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
