import type { AtMostOnce, Batch } from '#event-buffer';
import { classOfCode } from '#live-event';

/** Whether a batch holds events that are rather lost than reported twice. */
export function reportsAtMostOnce({ bridges }: Batch, atMostOnce: AtMostOnce): boolean {
  if (atMostOnce.size === 0) return false;
  for (const [bridge, { reported }] of bridges) {
    const classes = atMostOnce.get(bridge);
    if (classes === undefined) continue;
    if (reported.some((count, code) => count > 0 && classes.has(classOfCode(code)))) return true;
  }
  return false;
}
