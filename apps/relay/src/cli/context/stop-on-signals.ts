import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

/** SIGHUP has a service look at its configuration again; passes it on to the followers. */
export class Hangups {
  readonly #followers = new Set<() => void>();

  /** @returns ends it. */
  follow(heard: () => void): () => void {
    this.#followers.add(heard);
    return () => this.#followers.delete(heard);
  }

  /** @returns whether there was a follower. */
  tell(): boolean {
    for (const heard of this.#followers) heard();
    return this.#followers.size > 0;
  }
}

/**
 * Aborts on the first SIGINT or SIGTERM; the second ends the process at once. SIGHUP aborts, too,
 * where a terminal closes, or without a follower; it never ends the process at once, since nobody
 * who closes a terminal, or has a service look at its file, asks for that.
 *
 * @param isService whether the process has no terminal that could close.
 */
export function stopOnSignals(
  process: NodeJS.Process,
  hangups: Hangups,
  isService = !hasTerminal(process),
): AbortSignal {
  const stop = new AbortController();
  const end = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(EXIT_INTERRUPTED);
    stop.abort(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
  process.once('exit', () => letGoOfLostTerminal(process));
  process.on('SIGHUP', () => {
    if (isService && hangups.tell()) return;
    if (!stop.signal.aborted) stop.abort('SIGHUP');
  });
  return stop.signal;
}

/** The exit code of shells for a process that Ctrl-C ended. */
const EXIT_INTERRUPTED = 130;

/**
 * Node restores its terminal as it ends, and aborts where that is gone. It must find none. What reads from one may
 * learn that before the signal comes.
 */
function letGoOfLostTerminal({ stdin, stdout, stderr }: NodeJS.Process): void {
  for (const { isTTY, fd } of [stdin, stdout, stderr]) {
    if (!isTTY || isatty(fd)) continue;
    try {
      closeSync(fd);
    } catch {
      // It is closed already.
    }
  }
}

function hasTerminal({ stdin, stdout, stderr }: NodeJS.Process): boolean {
  if (stdin.isTTY || stdout.isTTY || stderr.isTTY) return true;
  try {
    // Its output may go elsewhere; the process ends with its terminal all the same.
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
