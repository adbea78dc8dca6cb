/** The timeout of each bounded signal: it lives as long as that one. */
const timeouts = new WeakMap<AbortSignal, AbortSignal>();

/**
 * A signal that aborts with `signal`, and after `ms` at the latest.
 *
 * `AbortSignal.any` holds its sources weakly: Node 20 collects a timeout that nothing else holds, and the signal never
 * aborts.
 */
export function boundedSignal(ms: number, signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(ms);
  if (signal === undefined) return timeout;
  const either = AbortSignal.any([signal, timeout]);
  timeouts.set(either, timeout);
  return either;
}
