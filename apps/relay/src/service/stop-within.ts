/**
 * Waits for one part of an end, at most so long: what hangs or fails must not keep the rest from
 * ending.
 *
 * @param failed hears why it rejected, also when that comes late.
 */
export async function stopWithin(
  ms: number,
  stop: Promise<unknown> | undefined,
  failed: (error: Error) => void,
): Promise<void> {
  if (stop === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  const stopped = stop.catch((error: unknown) => failed(error as Error));
  await Promise.race([stopped, late]);
  clearTimeout(timer);
}
