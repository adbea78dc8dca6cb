import {
  chooseComments,
  chooseEntries,
  giftReason,
  type ChoosePolicy,
  type GiftPolicy,
  type Verdict,
} from '#choosing';
import type { ChoosingLane, Candidate } from '#event-buffer';
import type { DropReason } from '#live-event';
import { joinGifts } from './join-gifts.js';

/** What a window is judged with. */
export interface WindowTerms {
  readonly policy: ChoosePolicy;
  /** How many of its comments may be reported now. */
  readonly n: number;
  /** When it ended, in ms since 1970. */
  readonly end: number;
  readonly remembered: readonly Parameters<typeof chooseComments>[1][number][];
  readonly greeted: ReadonlySet<string>;
}

/** What became of one event of a window. */
export interface Decision {
  readonly event: Candidate;
  readonly verdict: Verdict | { readonly kind: 'joined'; readonly of: string } | GiftVerdict;
  /** The event that is reported in its place; absent where it is dropped. */
  readonly reported?: Candidate | undefined;
}

interface GiftVerdict {
  readonly kind: 'gift_small';
}

/** Decides on the events of one window of a lane, all of one scope, in the order they came. */
export function chooseWindow(
  lane: ChoosingLane,
  events: readonly Candidate[],
  terms: WindowTerms,
): Decision[] {
  const { policy, n, end, remembered, greeted } = terms;
  switch (lane) {
    case 'comments': {
      const { comments } = policy;
      if (comments === undefined) return events.map(passed);
      return judged(events, chooseComments(events, remembered, { ...comments, n }, end));
    }
    case 'entries': {
      const { entries } = policy;
      if (entries === undefined) return events.map(passed);
      return judged(events, chooseEntries(events, greeted, entries));
    }
    case 'gifts':
      return wholeStreaks(events, policy.gifts, end);
  }
}

/** Reports an event as where nothing is chosen. */
export function passed(event: Candidate): Decision {
  return { event, verdict: { kind: 'chosen', asked: 1 }, reported: event };
}

function judged(events: readonly Candidate[], verdicts: readonly Verdict[]): Decision[] {
  return events.map((event, index) => {
    const verdict = verdicts[index]!;
    return { event, verdict, reported: verdict.kind === 'chosen' ? event : undefined };
  });
}

/** Only streaks that have ended: the events of the others stay where they are. */
function wholeStreaks(
  events: readonly Candidate[],
  gifts: GiftPolicy | undefined,
  now: number,
): Decision[] {
  const streaks = new Map<string, Candidate[]>();
  for (const event of events) {
    const key = `${event.bridge}\0${event.user}`;
    const streak = streaks.get(key);
    if (streak === undefined) streaks.set(key, [event]);
    else streak.push(event);
  }
  const decisions: Decision[] = [];
  for (const streak of streaks.values()) {
    const last = streak.at(-1)!;
    const isWhole = gifts?.streaks === 'whole';
    if (isWhole && endOfStreak(streak[0]!.waitsSince, last.waitsSince, gifts) > now) continue;
    const joined = joinGifts(streak);
    if (joined === undefined) {
      decisions.push(...streak.map(passed));
      continue;
    }
    const isSmall = gifts !== undefined && giftReason(joined.gift, gifts) !== undefined;
    for (const event of streak) {
      if (isSmall) decisions.push({ event, verdict: { kind: 'gift_small' } });
      else if (event !== last) decisions.push({ event, verdict: { kind: 'joined', of: last.key } });
      else {
        const verdict = { kind: 'chosen', asked: streak.length } as const;
        decisions.push({ event, verdict, reported: joined.event });
      }
    }
  }
  return decisions;
}

/** One that goes on for so long, in ms, is told of, and what follows is another: all of it waits until then. */
const STREAK_MS_MAX = 5 * 60_000;

/** When a streak counts as ended whose first and last gift came then; in ms. */
export function endOfStreak(
  first: number,
  last: number,
  { endedAfterSeconds }: Pick<GiftPolicy, 'endedAfterSeconds'>,
): number {
  return Math.min(last + endedAfterSeconds * 1000, first + STREAK_MS_MAX);
}

/** How many events of each bridge were decided against, by reason. */
export function droppedIn(decisions: readonly Decision[]): Map<string, Map<DropReason, number>> {
  const dropped = new Map<string, Map<DropReason, number>>();
  for (const { event, verdict } of decisions) {
    if (verdict.kind === 'chosen') continue;
    const reason = verdict.kind === 'joined' ? 'streak_joined' : verdict.kind;
    const reasons = dropped.get(event.bridge) ?? new Map<DropReason, number>();
    dropped.set(event.bridge, reasons.set(reason, (reasons.get(reason) ?? 0) + 1));
  }
  return dropped;
}
