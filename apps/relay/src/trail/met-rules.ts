import { setImmediate } from 'node:timers/promises';
import { EVENT_TYPES, type LiveEvent } from '#live-event';
import { RuleBook, type InteractionRule, type Meeting } from '#rules';

/** An event that was reported, or is about to be. */
export interface ReportedOfTrail {
  readonly event: LiveEvent;
  /** When it was reported, in ms since 1970. */
  readonly at: number;
}

/** How many events are considered, from the last back: a window is rarely longer. */
const EVENTS_MAX = 20_000;
/** After this many the event loop turns: a room may have hundreds of expressions. */
const EVENTS_AT_ONCE = 20;

/**
 * Which rule of a room each event meets, as we understand the rules. Events are taken in the order in which
 * they were reported, since windows suppress what comes too soon; nothing is known of the time before the
 * trail.
 */
export async function meetingsOf<T extends ReportedOfTrail>(
  rules: readonly InteractionRule[],
  reported: readonly T[],
): Promise<ReadonlyMap<T, Meeting>> {
  const book = new RuleBook(rules);
  const ordered = reported.toSorted((a, b) => a.at - b.at).slice(-EVENTS_MAX);
  const meetings = new Map<T, Meeting>();
  for (const [index, one] of ordered.entries()) {
    if (index % EVENTS_AT_ONCE === EVENTS_AT_ONCE - 1) await setImmediate();
    const type = EVENT_TYPES.indexOf(one.event.type) + 1;
    const content = contentOf(one.event);
    if (content !== undefined) meetings.set(one, book.meet(type, content, one.at));
  }
  return meetings;
}

/** As a report holds it; of raw events it is not kept. */
function contentOf(event: LiveEvent): Readonly<Record<string, unknown>> | undefined {
  switch (event.type) {
    case 'comment':
      return { user: event.user, content: event.text };
    case 'gift':
      return { user: event.user, gift: event.gift };
    case 'enter':
    case 'like':
    case 'follow':
      return { user: event.user };
    case 'viewers':
      return {};
    case 'raw':
      return undefined;
  }
}
