import type { LiveEvent } from '#live-event';
import type { ReportedEvent, RunEvent } from './event-run.js';

/** What becomes of one event: `reported`, or why it is not. */
export type Fate = 'reported' | (string & {});

/** One event whose fate changes. */
export interface ChangedEvent {
  readonly at: number;
  readonly bridge: string;
  readonly type: LiveEvent['type'];
  readonly name?: string | undefined;
  readonly text?: string | undefined;
  readonly before: Fate | undefined;
  readonly after: Fate | undefined;
  /** The event that it would repeat, or that would be chosen over it. */
  readonly other?: string | undefined;
}

export interface RunComparison {
  /** How many events have each fate, under each configuration. */
  readonly counts: ReadonlyMap<Fate, { readonly before: number; readonly after: number }>;
  readonly changed: readonly ChangedEvent[];
  /** Whether the same would be reported, byte for byte and in the same order. */
  readonly isSame: boolean;
}

/** The result of a run. */
export interface ToldRun {
  readonly events: readonly RunEvent[];
  readonly reported: readonly ReportedEvent[];
}

/** Compares what two configurations make of the same events. */
export function compareRuns(before: ToldRun, after: ToldRun): RunComparison {
  const counts = new Map<Fate, { before: number; after: number }>();
  const count = (fate: Fate, side: 'before' | 'after'): void => {
    const both = counts.get(fate) ?? { before: 0, after: 0 };
    both[side]++;
    counts.set(fate, both);
  };
  const changed: ChangedEvent[] = [];
  const length = Math.max(before.events.length, after.events.length);
  for (let index = 0; index < length; index++) {
    const [one, other] = [before.events[index], after.events[index]];
    if (one !== undefined) count(fateOf(one), 'before');
    if (other !== undefined) count(fateOf(other), 'after');
    const fates = [one, other].map((event) => (event === undefined ? undefined : fateOf(event)));
    if (fates[0] !== fates[1]) changed.push(changeOf((other ?? one)!, fates[0], fates[1]));
  }
  return { counts, changed, isSame: fragmentsOf(before) === fragmentsOf(after) };
}

/** The events that would be reported, one a line, as reports would hold them. */
export function fragmentsOf({ reported }: Pick<ToldRun, 'reported'>): string {
  return reported.map(({ fragment }) => `${fragment}\n`).join('');
}

function fateOf({ reason }: RunEvent): Fate {
  return reason ?? 'reported';
}

function changeOf(of: RunEvent, before: Fate | undefined, after: Fate | undefined): ChangedEvent {
  const { at, bridge, event, other } = of;
  const { type } = event;
  const name = event.type === 'viewers' ? undefined : event.user?.name;
  return {
    at,
    bridge,
    type,
    name,
    text: wordsOfEvent(event),
    before,
    after,
    other: other && wordsOfEvent(other.event),
  };
}

export function wordsOfEvent(event: LiveEvent): string | undefined {
  if (event.type === 'comment' || event.type === 'raw') return event.text;
  return event.type === 'gift' ? `${event.gift.giftName} × ${event.gift.giftNum}` : undefined;
}
