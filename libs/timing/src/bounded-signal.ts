import { onAbort } from './events.js';
import { ownTimeout } from './in-time.js';

/**
 * A signal that aborts with `signal`, and after `ms` of this process's own time at the latest.
 *
 * Not `AbortSignal.any`: what lives as long as the process would note each signal that was made of it, for ever.
 */
export function boundedSignal(ms: number, signal?: AbortSignal): AbortSignal {
  if (signal?.aborted === true) return signal;
  const either = new AbortController();
  const end = (reason: unknown): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', aborted);
    either.abort(reason);
  };
  const aborted = (): void => end(signal!.reason);
  const timer = ownTimeout(() => {
    end(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  }, ms).unref();
  if (signal !== undefined) onAbort(signal, aborted);
  return either.signal;
}
