import { verdictOfCode, type CodeVerdict } from '../error-codes.js';

/** The meaning of an answer, before anything is done about it. */
export type Verdict = CodeVerdict | 'delivered' | 'redirect' | 'unexpected-status' | 'unreadable';

/**
 * Judges an answer: by the code if it is known, else by the status. A success status with a known
 * error code counts as that error: a gateway that wraps failures in 200 must not cost events. With
 * an unknown code it counts as delivered: the API documents no error with 200, and sending accepted
 * events again makes the virtual human answer twice. A code that only may blame the events does not
 * if the status says that the server failed.
 */
export function verdictOf(status: number, code: string | undefined): Verdict {
  const known = code === undefined ? undefined : verdictOfCode(code, status);
  if (known === 'perhaps-invalid' && status >= 500) return verdictOfStatus(status);
  return known ?? verdictOfStatus(status);
}

function verdictOfStatus(status: number): Verdict {
  const known = STATUS_VERDICTS.get(status);
  if (known !== undefined) return known;
  if (status >= 200 && status < 300) return 'delivered';
  if (status >= 300 && status < 400) return 'redirect';
  if (status >= 400 && status < 500) return 'unexpected-status';
  return status >= 500 && status < 600 ? 'server-error' : 'unreadable';
}

const STATUS_VERDICTS: ReadonlyMap<number, Verdict> = new Map([
  // No code for an ended job is published, so a 400 of an unknown kind may be one.
  [400, 'perhaps-invalid'],
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'gone'],
  [408, 'server-error'],
  [410, 'gone'],
  [413, 'too-large'],
  [422, 'perhaps-invalid'],
  [425, 'server-error'],
  [429, 'throttled'],
  [504, 'unanswered'],
]);
