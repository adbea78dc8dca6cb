import { signal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { bridgeOf } from '../api/actions.js';
import { ApiError, ask } from '../api/client.js';
import { untilAnswered, whileLooked } from '../ui/looks.js';
import type { BridgeView, RecentReport, TargetView } from '../api/contract.js';

const LOOK_EVERY_MS = 2000;
/** Ten minutes of a target that reports twice a second. */
const REPORTS_MAX = 1200;
const ROOMS_MAX = 20;

/** The reports of targets that were opened on this page, the oldest first. */
const seen = new Map<string, Signal<readonly RecentReport[]>>();

/** Follows the reports of a target while they are shown. */
export function useReports(target: string): Signal<readonly RecentReport[]> {
  const reports = reportsOf(target);
  useEffect(() => {
    return whileLooked(LOOK_EVERY_MS, async (gone) => {
      const view = await ask<TargetView>(`targets/${encodeURIComponent(target)}`, { signal: gone });
      const last = reports.value.at(-1)?.at ?? 0;
      const news = view.reports.filter(({ at }) => at > last);
      if (news.length > 0) reports.value = [...reports.value, ...news].slice(-REPORTS_MAX);
    });
  }, [target]);
  return reports;
}

function reportsOf(target: string): Signal<readonly RecentReport[]> {
  const known = seen.get(target) ?? signal<readonly RecentReport[]>([]);
  seen.delete(target);
  seen.set(target, known);
  for (const oldest of seen.keys()) if (seen.size > ROOMS_MAX) seen.delete(oldest);
  return known;
}

/**
 * Asks for a bridge until the relay has told what it is, or that there is none.
 *
 * @returns a function that ends it.
 */
export function askForBridge(
  name: string,
  told: (found: BridgeView | undefined) => void,
): () => void {
  return untilAnswered(
    async (gone) => ({ found: await bridgeIfAny(name, gone) }),
    ({ found }) => told(found),
  );
}

async function bridgeIfAny(name: string, gone: AbortSignal): Promise<BridgeView | undefined> {
  try {
    return await bridgeOf(name, gone);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
