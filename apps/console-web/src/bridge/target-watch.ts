import { signal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { bridgeOf } from '../api/actions.js';
import { ApiError, ask } from '../api/client.js';
import { isLoggedIn } from '../api/session.js';
import type { BridgeView, RecentReport, TargetView } from '../api/contract.js';

const LOOK_EVERY_MS = 2000;
const AGAIN_MS = 3000;
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
 * Calls `look` now and every `everyMs`, unless the page is hidden. A failed look is not the last.
 * @returns a function that ends it.
 */
export function whileLooked(
  everyMs: number,
  look: (gone: AbortSignal) => Promise<void>,
): () => void {
  const gone = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = async (): Promise<void> => {
    try {
      if (!document.hidden && isLoggedIn()) await look(gone.signal);
    } catch {
      // The sentence at the top of the page already says that the relay does not answer.
    }
    if (!gone.signal.aborted) timer = setTimeout(() => void run(), everyMs);
  };
  void run();
  return () => {
    gone.abort();
    clearTimeout(timer);
  };
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
  const end = whileLooked(AGAIN_MS, async (gone) => {
    told(await bridgeIfAny(name, gone));
    end();
  });
  return end;
}

async function bridgeIfAny(name: string, gone: AbortSignal): Promise<BridgeView | undefined> {
  try {
    return await bridgeOf(name, gone);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
