/** Aborts on the first SIGINT or SIGTERM; the second ends the process at once. */
export function stopOnSignals(process: NodeJS.Process): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(EXIT_INTERRUPTED);
      stop.abort(signal);
    });
  }
  return stop.signal;
}

/** What shells give for a process that Ctrl-C ended. */
const EXIT_INTERRUPTED = 130;
