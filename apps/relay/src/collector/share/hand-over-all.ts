import { aboutMs, inTime, pause } from '#timing';

/** The longest time that a stopping collector hands over, in ms; deploy/ gives it more before it is killed. */
export const LEAVE_MS_MAX = 90_000;
/** For how long a collector that stops beside others waits for a Redis that is away, in ms. */
export const AWAY_MS = 5000;
/** It gives up after this long without a hand-over, in ms: who could not take a bridge is asked again before. */
const STALLED_MS = 20_000;
/** How often it reads the offers, and how often it offers more, in ms. */
const LOOK_EVERY_MS = 50;
const OFFER_EVERY_MS = 500;
/** How long it waits for an answer of Redis, in ms, and until it asks again one that is away. */
const ANSWER_MS = 1500;
const RETRY_MS = 200;

export interface HandOverSteps {
  /** Offers some more bridges. @returns how many are left that another collector may take, those included. */
  readonly offer: () => Promise<number>;
  /** Goes on with what is offered. @returns how many bridges are on their way. */
  readonly goOn: () => Promise<number>;
  /** For how long it waits for a Redis that is away as it begins, in ms: sources are heard on meanwhile. */
  readonly patienceMs: number;
}

/**
 * Hands over what a collector holds, a few at a time, until nothing is left that another collector may take:
 * so many as are offered at once are connected before their offers end, however many there are in all.
 * Goes on while something is handed over, but not for ever. Never rejects where its steps do not.
 */
export async function handOverAll({ offer, goOn, patienceMs }: HandOverSteps): Promise<void> {
  const begunAt = performance.now();
  const offered = async (): Promise<number | undefined> =>
    inTime(
      offer().catch(() => undefined),
      ANSWER_MS,
      () => undefined,
    );
  let left = await offered();
  // Redis is away: nothing can be handed over. What is on its way may be given already.
  while (left === undefined && (await goOn()) === 0) {
    if (performance.now() - begunAt >= patienceMs) return;
    await pause(aboutMs(RETRY_MS));
    left = await offered();
  }
  let offeredAt = performance.now();
  let [fewest, fewestAt] = [Infinity, begunAt];
  for (;;) {
    const onTheirWay = await goOn();
    const isDone = onTheirWay === 0 && left === 0;
    if (isDone || performance.now() - offeredAt >= OFFER_EVERY_MS) {
      left = await offered();
      offeredAt = performance.now();
    }
    if (isDone && left === 0) return;
    const now = performance.now();
    const all = (left ?? Infinity) + onTheirWay;
    if (all < fewest) [fewest, fewestAt] = [all, now];
    if (now - fewestAt > STALLED_MS || now - begunAt > LEAVE_MS_MAX) return;
    await pause(LOOK_EVERY_MS);
  }
}
