import { onAbort } from './events.js';

/** Node fires a timer at once when its delay is longer than this. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Waits for `ms`, or until `signal` aborts, whichever is first. Never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return;
  await new Promise<void>((resolve) => {
    let timer: NodeJS.Timeout;
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const wait = (left: number): void => {
      timer =
        left > TIMER_MS_MAX
          ? setTimeout(() => wait(left - TIMER_MS_MAX), TIMER_MS_MAX)
          : setTimeout(end, left);
    };
    wait(ms);
    if (signal !== undefined) onAbort(signal, end);
  });
}

/** Waits for `ms`. @throws the reason of `signal` if it aborts before. */
export async function fullPause(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, signal);
  signal.throwIfAborted();
}

/** Waits for `ms` without keeping the process alive. */
export async function idlePause(ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
