import type { Batch } from '#event-buffer';

/** Whether a batch holds events of a bridge that would rather lose one than report it twice. */
export function reportsAtMostOnce({ bridges }: Batch, atMostOnce: ReadonlySet<string>): boolean {
  if (atMostOnce.size === 0) return false;
  for (const [bridge, { reported }] of bridges) {
    if (atMostOnce.has(bridge) && reported.some((count) => count > 0)) return true;
  }
  return false;
}
