/** A wait that takes longer hangs, even on a busy machine. */
export const HANGS_MS = 120_000;
/** The pause between looks, in ms. It grows, since each look costs time. */
const LOOK_FIRST_MS = 5;
const LOOK_LAST_MS = 50;
/** After a long wait, of which this part more is little, looks are fewer still. */
const OF_WAIT = 0.01;
/** So are looks that take long: a scrape or a command would keep half the machine from what is waited for. */
const OF_LOOK = 3;
const LOOK_RARELY_MS = 200;

/**
 * Waits until `look` returns something other than `undefined` or `false`, for tests of what happens
 * in other processes and behind sockets.
 *
 * @throws Error when that takes longer than `withinMs`.
 */
export async function eventually<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  withinMs = HANGS_MS,
): Promise<T> {
  const since = performance.now();
  for (let afterMs = LOOK_FIRST_MS; ; afterMs = Math.min(afterMs * 1.5, LOOK_LAST_MS)) {
    const lookedAt = performance.now();
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    const now = performance.now();
    const waitedMs = now - since;
    if (waitedMs > withinMs) throw new Error(`It did not happen in time: ${what}.`);
    const rarelyMs = Math.max(waitedMs * OF_WAIT, (now - lookedAt) * OF_LOOK);
    const pauseMs = Math.max(afterMs, Math.min(rarelyMs, LOOK_RARELY_MS));
    await new Promise<void>((resolve) => {
      setTimeout(resolve, pauseMs);
    });
  }
}
