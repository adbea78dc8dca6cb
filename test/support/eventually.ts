/** What takes longer hangs, however busy the machine is, in ms. */
export const HANGS_MS = 120_000;
/** Looks again after so long, in ms: at first soon, then at leisure, since each look costs. */
const LOOK_FIRST_MS = 5;
const LOOK_LAST_MS = 50;

/**
 * Waits until a look at the world gives something, for tests of what happens in other processes
 * and behind sockets.
 *
 * @throws Error with the last look, when it takes longer than `withinMs`.
 */
export async function eventually<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  withinMs = HANGS_MS,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (let afterMs = LOOK_FIRST_MS; ; afterMs = Math.min(afterMs * 1.5, LOOK_LAST_MS)) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > until) throw new Error(`It did not happen in time: ${what}.`);
    await new Promise<void>((resolve) => {
      setTimeout(resolve, afterMs);
    });
  }
}
