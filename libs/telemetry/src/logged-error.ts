import { logText } from './log-text.js';

/** What a log tells of an error. */
export interface LoggedError {
  readonly name: string;
  readonly code?: string | undefined;
  /** Only where it is ours or the system's: others may quote a viewer or a key. */
  readonly message?: string | undefined;
  /** Where it was thrown: functions and lines, without its message. */
  readonly at?: readonly string[] | undefined;
  readonly cause?: LoggedError | undefined;
}

/** Takes of an error what may be logged. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack, cause } = error;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  const codeText = typeof code === 'string' ? logText(code) : undefined;
  // What our own errors and those of system calls say holds no viewer's text.
  const telling = codeText?.startsWith('RELAY_') === true || typeof syscall === 'string';
  return {
    name: logText(name),
    ...(codeText === undefined ? {} : { code: codeText }),
    ...(telling ? { message: logText(message, OWN_LENGTH_MAX) } : { at: framesOf(stack) }),
    ...(cause instanceof Error && depth < 3 ? { cause: loggedError(cause, depth + 1) } : {}),
  };
}

function framesOf(stack = ''): string[] {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.slice(0, FRAMES_MAX).map((line) => logText(line.trim().slice('at '.length)));
}

const FRAMES_MAX = 6;
/** Ours name the call with its path, the way out, and at their end the id of the request. */
const OWN_LENGTH_MAX = 600;
