/** The exit codes; `docs/ERRORS.md` says what each means for each command. */
export const EXIT = {
  /** It did what was asked. */
  ok: 0,
  /** It ran, and the answer is bad: a configuration with problems, or none; a frame not understood. */
  failed: 1,
  /** It could not run: wrong arguments, a file that they name and that cannot be read. */
  unusable: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
