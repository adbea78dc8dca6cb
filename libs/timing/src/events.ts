import { setMaxListeners, type EventEmitter } from 'node:events';

/**
 * Listens to a signal. As many may as there are bridges: Node would take more than ten for a leak. Without a limit is
 * `Infinity`: of a signal whose limit is 0 Node 20 says to `fetch` that it is none.
 */
export function onAbort(signal: AbortSignal, end: () => void): void {
  setMaxListeners(Infinity, signal);
  signal.addEventListener('abort', end);
}

/** Waits for the first of several events. No listener stays, whichever comes. */
export async function firstEvent(from: EventEmitter, names: readonly string[]): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      for (const name of names) from.off(name, end);
      resolve();
    };
    for (const name of names) from.on(name, end);
  });
}

/**
 * Waits until a signal aborts, or until `work` is done, whichever is first. No listener stays.
 *
 * @throws what `work` rejects with.
 */
export async function untilAborted(signal: AbortSignal, work?: Promise<unknown>): Promise<void> {
  if (signal.aborted) return;
  let tell: (() => void) | undefined;
  const aborted = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const end = (): void => tell?.();
  onAbort(signal, end);
  try {
    await (work === undefined ? aborted : Promise.race([aborted, work]));
  } finally {
    signal.removeEventListener('abort', end);
  }
}
