import { inTime } from '#timing';

/**
 * Waits for one part to stop, at most this long: one that hangs or fails must not keep the others
 * from stopping.
 *
 * @param failed hears why it rejected, also when that comes late.
 */
export async function stopWithin(
  ms: number,
  stop: Promise<unknown> | undefined,
  failed: (error: Error) => void,
): Promise<void> {
  if (stop === undefined) return;
  const stopped = stop.catch((error: unknown) => failed(error as Error));
  await inTime(stopped, ms, () => undefined);
}
