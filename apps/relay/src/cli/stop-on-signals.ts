import { closeSync, openSync } from 'node:fs';

/** SIGHUP asks a service to look at its configuration again; whoever follows it is asked. */
export class Hangups {
  readonly #followers = new Set<() => void>();

  /** @returns ends it. */
  follow(heard: () => void): () => void {
    this.#followers.add(heard);
    return () => this.#followers.delete(heard);
  }

  /** Whether anybody was asked. */
  tell(): boolean {
    for (const heard of this.#followers) heard();
    return this.#followers.size > 0;
  }
}

/**
 * Aborts on the first SIGINT or SIGTERM; the second ends the process at once. SIGHUP is the same
 * where a terminal closes, and where nobody follows it.
 *
 * @param isService the process has no terminal that could close.
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
  process.on('SIGHUP', () => {
    if (isService && hangups.tell()) return;
    process.once('exit', () => letGoOfTerminal(process));
    end('SIGHUP');
  });
  return stop.signal;
}

/** What shells give for a process that Ctrl-C ended. */
const EXIT_INTERRUPTED = 130;

/** Node sets its terminal back as it ends, and aborts where that is gone: so it finds none. */
function letGoOfTerminal({ stdin, stdout, stderr }: NodeJS.Process): void {
  for (const { isTTY, fd } of [stdin, stdout, stderr]) {
    if (!isTTY) continue;
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
    // Its output may go elsewhere: it ends with its terminal all the same.
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
