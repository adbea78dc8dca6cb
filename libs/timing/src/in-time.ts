/**
 * The result of a promise; or, if it takes longer than `ms`, what `late` returns or throws. The
 * promise itself goes on; its later result is ignored.
 */
export async function inTime<T, L>(work: Promise<T>, ms: number, late: () => L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms);
  });
  try {
    const first = await Promise.race([work, isLate]);
    return first === LATE ? late() : first;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The same for the answer of somebody else, which may have come and wait unread while this process gets nothing of the
 * processor: each part of the time counts once, however late it is over, and what has come is read between two of them.
 */
export async function inOwnTime<T, L>(work: Promise<T>, ms: number, late: () => L): Promise<T | L> {
  for (let part = 1; part < PARTS; part++) {
    const first = await inTime<T, typeof LATE>(work, ms / PARTS, () => LATE);
    if (first !== LATE) return first;
  }
  return inTime(work, ms / PARTS, late);
}

/**
 * A timer of this process's own time, in the same way: before it gives up somebody else's answer, what has come of it
 * is read.
 */
export function ownTimeout(end: () => void, ms: number): NodeJS.Timeout {
  let left = PARTS;
  const timer = setTimeout(() => {
    left -= 1;
    if (left > 0) timer.refresh();
    else end();
  }, ms / PARTS);
  return timer;
}

const PARTS = 10;
const LATE = Symbol('late');
