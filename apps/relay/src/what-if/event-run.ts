import type { BridgeConfig } from '#config';
import { CHOOSING_LANES, eventKey, type ChoosingLane, type Candidate } from '#event-buffer';
import { CLASS_OF, cleanText, encodeLiveEvent, type LiveEvent } from '#live-event';
import { choiceOf, type BridgeChoice } from '../choosing/choice-policies.js';
import { chooseWindow, endOfStreak, type Decision } from '../choosing/choose-window.js';
import { EventChooser } from '../choosing/event-chooser.js';
import { EventFilter } from '../collector/intake/event-filter.js';

/** One event of a run, and what would become of it. */
export interface RunEvent {
  /** When it came, in ms since 1970. */
  readonly at: number;
  readonly bridge: string;
  readonly event: LiveEvent;
  /** Why it would not be reported; absent where it would. */
  reason?: string;
  /** The event that it repeats, or that was chosen over it. */
  other?: RunEvent | undefined;
}

/** An event that would be reported. */
export interface ReportedEvent {
  /** When, in ms since 1970. */
  readonly at: number;
  /** As a report would hold it. */
  readonly fragment: string;
  readonly of: RunEvent;
}

interface Tried extends Candidate {
  readonly of: RunEvent;
}

/** One lane of the bridges that choose together. */
interface Lane {
  readonly lane: ChoosingLane;
  readonly scope: string;
  candidates: Tried[];
}

interface RunBridge {
  readonly config: BridgeConfig;
  readonly filter: EventFilter;
  readonly choice: BridgeChoice | undefined;
  readonly chooser: EventChooser | undefined;
}

const GIFTS_EVERY_MS = 1000;
const REMEMBERED_MAX = 300;

/**
 * Runs events through the filters and the choosing of a target's bridges, in the events' own time. Nothing is
 * sent or stored; the same events and configurations always give the same result. Left out is what only a live
 * installation has: waiting answers, a full buffer.
 */
export class EventRun {
  readonly events: RunEvent[] = [];
  readonly reported: ReportedEvent[] = [];
  readonly #bridges: ReadonlyMap<string, RunBridge>;
  readonly #lanes = new Map<string, Lane>();
  #remembered: (Tried & { readonly at: number; readonly scope: string })[] = [];
  readonly #greeted = new Set<string>();

  constructor(configs: Iterable<BridgeConfig>) {
    this.#bridges = new Map([...configs].map((config) => [config.name, runBridgeOf(config)]));
  }

  /** Ends the windows that end by then, in their order. */
  until(at: number): void {
    for (;;) {
      let next: { lane: Lane; end: number } | undefined;
      for (const lane of this.#lanes.values()) {
        if (lane.candidates.length === 0) continue;
        const end = this.#endOf(lane);
        if (end > at) continue;
        const isNext =
          next === undefined || end < next.end || (end === next.end && byLane(lane, next.lane) < 0);
        if (isNext) next = { lane, end };
      }
      if (next === undefined) return;
      const before = next.lane.candidates.length;
      this.#close(next.lane, next.end, false);
      if (next.lane.candidates.length === before) return;
    }
  }

  /**
   * Takes events, in the order in which they came.
   *
   * @param bridge one that was given. @param otherReason why one that the filter lets through is
   *   dropped all the same.
   */
  take(
    bridge: string,
    event: LiveEvent,
    at: number,
    otherReason: () => string | undefined = () => undefined,
  ): void {
    const { config, filter, chooser } = this.#bridges.get(bridge)!;
    const of: RunEvent = { at, bridge, event };
    this.events.push(of);
    const filtered = filter.reasonAgainst(event, at);
    const offer = filtered ?? chooser?.offer(event, at) ?? { event };
    if (typeof offer === 'string') {
      of.reason = offer;
      return;
    }
    // Last, as in the service, where the buffer comes last.
    const refused = otherReason();
    if (refused !== undefined) {
      of.reason = refused;
      return;
    }
    const fragment = encodeLiveEvent(bounded(offer.event, config.maxTextLength), at);
    const { lane, standing } = offer;
    if (lane === undefined || standing === undefined) {
      this.reported.push({ at, fragment, of });
      return;
    }
    const bytes = Buffer.from(`${fragment},`, 'utf8');
    this.#laneOf(lane, bridge).candidates.push({
      ...standing,
      entry: `${at}-0`,
      bridge,
      type: event.type,
      class: event.type === 'raw' ? event.class : CLASS_OF[event.type],
      receivedAt: at,
      waitsSince: at,
      fragment: bytes,
      key: `${eventKey(bytes)}.${this.events.length}`,
      of,
    });
  }

  /** No more events follow: every window ends. */
  end(): void {
    for (const lane of [...this.#lanes.values()].sort(byLane)) {
      for (;;) {
        const before = lane.candidates.length;
        if (before === 0) break;
        this.#close(lane, this.#endOf(lane), true);
        // An event that is not decided on by now never is.
        if (lane.candidates.length === before) break;
      }
    }
  }

  #laneOf(lane: ChoosingLane, bridge: string): Lane {
    const { scope } = this.#bridges.get(bridge)!.choice!;
    const key = `${lane} ${scope}`;
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const made: Lane = { lane, scope, candidates: [] };
    this.#lanes.set(key, made);
    return made;
  }

  #policyOf({ candidates }: Lane): BridgeChoice['policy'] {
    return this.#bridges.get(candidates[0]!.bridge)!.choice!.policy;
  }

  #endOf(of: Lane): number {
    const { lane, candidates } = of;
    const policy = this.#policyOf(of);
    const everyMs = lane === 'gifts' ? GIFTS_EVERY_MS : (policy[lane]?.everySeconds ?? 1) * 1000;
    const end = (Math.floor(candidates[0]!.receivedAt / everyMs) + 1) * everyMs;
    if (lane !== 'gifts') return end;
    // A streak ends a while after its last gift, at the next look.
    const gifts = policy.gifts ?? { endedAfterSeconds: 0 };
    const ends = streaksOf(candidates).map(({ first, last }) => endOfStreak(first, last, gifts));
    return Math.ceil(Math.min(...ends) / GIFTS_EVERY_MS) * GIFTS_EVERY_MS;
  }

  #close(of: Lane, end: number, isLast: boolean): void {
    const { lane, scope, candidates } = of;
    const policy = this.#policyOf(of);
    const events = candidates.filter(({ receivedAt }) => lane === 'gifts' || receivedAt < end);
    const remembered = this.#remembered.filter((note) => note.scope === scope);
    const decisions = chooseWindow(lane, events, {
      policy,
      n: policy.comments?.n ?? 0,
      end: isLast && lane === 'gifts' ? Infinity : end,
      remembered,
      greeted: this.#greeted,
    }) as (Decision & { readonly event: Tried })[];
    const byKey = new Map([...remembered, ...events].map((one) => [one.key, one.of]));
    for (const decision of decisions) this.#decide(of, decision, end, byKey);
    const decided = new Set(decisions.map(({ event }) => event));
    of.candidates = candidates.filter((one) => !decided.has(one));
  }

  #decide(
    { lane, scope }: Lane,
    { event, verdict, reported }: Decision & { readonly event: Tried },
    end: number,
    byKey: ReadonlyMap<string, RunEvent>,
  ): void {
    const { of } = event;
    if (reported === undefined) {
      of.reason = verdict.kind === 'joined' ? 'streak_joined' : verdict.kind;
      const other = verdict.kind === 'not_chosen' ? verdict.over : undefined;
      of.other = byKey.get('of' in verdict ? verdict.of : (other ?? ''));
      return;
    }
    const at = Number.isFinite(end) ? end : event.receivedAt;
    const fragment = reported.fragment.toString('utf8', 0, reported.fragment.length - 1);
    this.reported.push({ at, fragment, of });
    if (lane === 'entries') this.#greeted.add(event.user);
    if (lane !== 'comments') return;
    this.#remembered = [{ ...event, at, scope }, ...this.#remembered].slice(0, REMEMBERED_MAX);
  }
}

function byLane(a: Lane, b: Lane): number {
  return CHOOSING_LANES.indexOf(a.lane) - CHOOSING_LANES.indexOf(b.lane);
}

function runBridgeOf(config: BridgeConfig): RunBridge {
  const choice = choiceOf(config);
  const chooser = choice && new EventChooser(choice.policy, '', () => {});
  return { config, filter: new EventFilter(config.filter), choice, chooser };
}

function bounded(event: LiveEvent, textLengthMax: number): LiveEvent {
  if (event.type !== 'comment' || event.text.length <= textLengthMax) return event;
  return { ...event, text: cleanText(event.text, textLengthMax) };
}

/** When the first and the last gift of each streak came. */
function streaksOf(candidates: readonly Tried[]) {
  const streaks = new Map<string, { readonly first: number; last: number }>();
  for (const { bridge, user, receivedAt } of candidates) {
    const key = `${bridge}\0${user}`;
    const known = streaks.get(key);
    if (known === undefined) streaks.set(key, { first: receivedAt, last: receivedAt });
    else known.last = receivedAt;
  }
  return [...streaks.values()];
}
