import type { Candidate, ChoosingLane, ChoosingView } from '#event-buffer';
import type { Decision } from './choose-window.js';

/** The events by window, with its end, for windows that have ended; gifts are one group. */
export function byWindow(
  events: readonly Candidate[],
  lane: ChoosingLane,
  everyMs: number,
  ending: number,
): Map<number, Candidate[]> {
  const windows = new Map<number, Candidate[]>();
  for (const event of events) {
    const { waitsSince } = event;
    const hasOwn = lane !== 'gifts' && waitsSince > 0;
    const end = hasOwn ? (Math.floor(waitsSince / everyMs) + 1) * everyMs : ending;
    const window = windows.get(end);
    if (window === undefined) windows.set(end, [event]);
    else window.push(event);
  }
  return windows;
}

/** What a look shows once it has decided: what was chosen counts for the windows behind. */
export function afterwards(
  view: ChoosingView,
  scope: string,
  decisions: readonly Decision[],
): ChoosingView {
  const fresh = decisions.flatMap(({ reported }) => {
    return reported === undefined ? [] : [{ ...reported, at: view.now, scope }];
  });
  return fresh.length === 0 ? view : { ...view, chosen: [...fresh, ...view.chosen] };
}
