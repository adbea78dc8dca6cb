import { setImmediate } from 'node:timers/promises';
import type { BridgeConfig } from '#config';
import type { KeptEvent } from '../trail/trail-reader.js';
import { EventRun } from './event-run.js';

/** After this many events the event loop turns. */
const EVENTS_AT_ONCE = 500;

/** Runs the events that a trail keeps of a target through configurations. */
export async function runTrail(
  configs: readonly BridgeConfig[],
  events: readonly KeptEvent[],
): Promise<EventRun> {
  const run = new EventRun(configs);
  const known = new Set(configs.map(({ name }) => name));
  for (const [index, { bridge, at, event, reason }] of events.entries()) {
    if (index % EVENTS_AT_ONCE === EVENTS_AT_ONCE - 1) await setImmediate();
    if (!known.has(bridge)) continue;
    run.until(at);
    run.take(bridge, event, at, () => (isDecided(reason) ? undefined : reason));
  }
  run.end();
  return run;
}

/** Whether a reason comes from a filter or the choosing, which run again; other reasons stay as they were. */
function isDecided(reason: string): boolean {
  return reason === '' || reason.startsWith('filtered_') || CHOICE_REASONS.has(reason);
}

const CHOICE_REASONS: ReadonlySet<string> = new Set([
  'gated',
  'not_chosen',
  'asked_before',
  'ignored_account',
  'gift_free',
  'gift_small',
]);
