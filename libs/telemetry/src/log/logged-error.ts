import { logText } from './log-text.js';

/** The parts of an error that may be logged. */
export interface LoggedError {
  readonly name: string;
  readonly code?: string | undefined;
  /**
   * Never empty. The error's own text if it is ours or the system's: others may quote a viewer or a
   * key.
   */
  readonly message: string;
  /** Where it was thrown: functions and lines, without its message. */
  readonly at?: readonly string[] | undefined;
  readonly cause?: LoggedError | undefined;
}

/** Extracts the parts of an error that may be logged. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, message: NOT_TOLD };
  const { name, stack, cause } = error;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  const codeText = typeof code === 'string' ? logText(code) : undefined;
  // Our own errors and those of system calls contain no viewer's text.
  const several = error instanceof AggregateError;
  const telling = codeText?.startsWith('RELAY_') === true || typeof syscall === 'string' || several;
  return {
    name: logText(name),
    ...(codeText === undefined ? {} : { code: codeText }),
    message: logText((telling ? tellingOf(error) : '') || NOT_TOLD, OWN_LENGTH_MAX),
    ...(telling ? {} : { at: framesOf(stack) }),
    ...(cause instanceof Error && depth < 3 ? { cause: loggedError(cause, depth + 1) } : {}),
  };
}

/**
 * The message of an error; for one with several attempts (one per address of a host), all of
 * theirs.
 */
function tellingOf(error: Error): string {
  if (!(error instanceof AggregateError)) return error.message;
  const all = error.errors.slice(0, PARTS_MAX).map((one) => loggedError(one, PARTS_DEPTH).message);
  return [...new Set(all)].join('; ');
}

function framesOf(stack = ''): string[] {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.slice(0, FRAMES_MAX).map((line) => logText(line.trim().slice('at '.length)));
}

/** Replaces a text that may quote a viewer or a key, or that is absent. */
const NOT_TOLD = 'Its text is not shown, since it may be foreign.';
const PARTS_MAX = 4;
const PARTS_DEPTH = 3;
const FRAMES_MAX = 6;
/**
 * Our own messages name the call with its path, the remedy, and at their end the id of the request.
 */
const OWN_LENGTH_MAX = 600;
