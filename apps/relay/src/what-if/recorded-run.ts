import type { BridgeConfig } from '#config';
import { CHOOSING_LANES, eventKey, type ChoosingLane, type ParkedEvent } from '#event-buffer';
import { CLASS_OF, cleanText, encodeLiveEvent, type LiveEvent } from '#live-event';
import type { FrameDecoder, FrameSink } from '#source';
import { choiceOf } from '../choosing/choice-policies.js';
import { chooseWindow, type Decision } from '../choosing/choose-window.js';
import { EventChooser } from '../choosing/event-chooser.js';
import { EventFilter } from '../collector/event-filter.js';
import type { RecordedFrame } from '../recording/recorded-frame.js';

/** What would have become of one event of a recording. */
export interface RunEvent {
  /** When it came, in ms since 1970. */
  readonly at: number;
  readonly event: LiveEvent;
  /** Why it would not be reported; absent where it would. */
  reason?: string;
  /** The event that it repeats, or that was chosen over it. */
  other?: RunEvent | undefined;
  /** How many asked the same. */
  asked?: number;
}

/** An event that would be reported. */
export interface ReportedEvent {
  /** When, in ms since 1970. */
  readonly at: number;
  /** As a report would hold it. */
  readonly fragment: string;
  readonly of: RunEvent;
}

interface Parked extends ParkedEvent {
  readonly of: RunEvent;
}

const GIFTS_EVERY_MS = 1000;
const REMEMBERED_MAX = 300;

/**
 * What a bridge's configuration would make of a recording: its filter, and what it is chosen by, in
 * the recording's own time. Nothing is sent and nothing is kept; the same recording and configuration
 * always give the same. What only a live installation has is not there: other bridges of the target,
 * answers that wait, a buffer that is full.
 */
export class RecordedRun implements FrameSink {
  readonly events: RunEvent[] = [];
  readonly reported: ReportedEvent[] = [];
  frames = 0;
  malformedFrames = 0;
  readonly #config: BridgeConfig;
  readonly #decoder: FrameDecoder;
  readonly #filter: EventFilter;
  readonly #chooser: EventChooser | undefined;
  readonly #ids = new Set<string>();
  readonly #lanes = new Map<ChoosingLane, Parked[]>();
  #remembered: (Parked & { readonly at: number })[] = [];
  readonly #greeted = new Set<string>();
  #now = 0;

  constructor(config: BridgeConfig, decoder: FrameDecoder) {
    this.#config = config;
    this.#decoder = decoder;
    this.#filter = new EventFilter(config.filter);
    const policy = choiceOf(config)?.policy;
    if (policy !== undefined) this.#chooser = new EventChooser(policy, '', () => {});
  }

  /** Frames in the order in which they came. */
  give({ at, frame }: RecordedFrame): void {
    this.#until(at);
    this.#now = Math.max(this.#now, at);
    this.frames++;
    this.#decoder.decode(frame, this);
  }

  /** No more frames follow: every window ends. */
  end(): void {
    for (const lane of CHOOSING_LANES) {
      for (;;) {
        const parked = this.#lanes.get(lane) ?? [];
        if (parked.length === 0) break;
        this.#close(lane, this.#endOf(lane, parked), true);
        // Whatever is not decided on by now never is.
        if (this.#lanes.get(lane)!.length === parked.length) break;
      }
    }
  }

  event(event: LiveEvent): void {
    const of: RunEvent = { at: this.#now, event };
    this.events.push(of);
    const reason = this.#filter.reasonAgainst(event, of.at) ?? this.#duplicate(event);
    if (reason !== undefined) of.reason = reason;
    else this.#offer(of);
  }

  ignored(): void {
    // Of no interest, as in the service.
  }

  malformed(): void {
    this.malformedFrames++;
  }

  #duplicate({ id }: LiveEvent): string | undefined {
    if (id === undefined) return undefined;
    if (this.#ids.has(id)) return 'duplicate';
    this.#ids.add(id);
    return undefined;
  }

  #offer(of: RunEvent): void {
    const offer = this.#chooser?.offer(of.event, of.at) ?? { event: of.event };
    if (typeof offer === 'string') {
      of.reason = offer;
      return;
    }
    const fragment = encodeLiveEvent(this.#bounded(offer.event), of.at);
    const { lane, standing } = offer;
    if (lane === undefined || standing === undefined) {
      this.reported.push({ at: of.at, fragment, of });
      return;
    }
    const bytes = Buffer.from(`${fragment},`, 'utf8');
    const { type } = of.event;
    const parked: Parked = {
      ...standing,
      entry: `${of.at}-0`,
      bridge: this.#config.name,
      type,
      class: of.event.type === 'raw' ? of.event.class : CLASS_OF[type],
      receivedAt: of.at,
      fragment: bytes,
      key: `${eventKey(bytes)}.${this.events.length}`,
      of,
    };
    const waiting = this.#lanes.get(lane);
    if (waiting === undefined) this.#lanes.set(lane, [parked]);
    else waiting.push(parked);
  }

  #bounded(event: LiveEvent): LiveEvent {
    const { maxTextLength } = this.#config;
    if (event.type !== 'comment' || event.text.length <= maxTextLength) return event;
    return { ...event, text: cleanText(event.text, maxTextLength) };
  }

  /** Ends the windows that end until `at`, in their order. */
  #until(at: number): void {
    for (;;) {
      let next: { lane: ChoosingLane; end: number } | undefined;
      for (const [lane, parked] of this.#lanes) {
        if (parked.length === 0) continue;
        const end = this.#endOf(lane, parked);
        if (end <= at && (next === undefined || end < next.end)) next = { lane, end };
      }
      if (next === undefined) return;
      const before = this.#lanes.get(next.lane)!.length;
      this.#close(next.lane, next.end, false);
      if (this.#lanes.get(next.lane)!.length === before) return;
    }
  }

  #endOf(lane: ChoosingLane, parked: readonly Parked[]): number {
    const { policy } = choiceOf(this.#config)!;
    const everyMs = lane === 'gifts' ? GIFTS_EVERY_MS : (policy[lane]?.everySeconds ?? 1) * 1000;
    const end = (Math.floor(parked[0]!.receivedAt / everyMs) + 1) * everyMs;
    if (lane !== 'gifts') return end;
    // A streak has ended a while after its last gift, at the next look.
    const quietMs = (policy.gifts?.endedAfterSeconds ?? 0) * 1000;
    const first = Math.min(...lastOfStreaks(parked));
    return Math.ceil((first + quietMs) / GIFTS_EVERY_MS) * GIFTS_EVERY_MS;
  }

  #close(lane: ChoosingLane, end: number, isLast: boolean): void {
    const { policy } = choiceOf(this.#config)!;
    const parked = this.#lanes.get(lane)!;
    const isDue = ({ receivedAt }: Parked): boolean => lane === 'gifts' || receivedAt < end;
    const events = parked.filter(isDue);
    const decisions = chooseWindow(lane, events, {
      policy,
      n: policy.comments?.n ?? 0,
      end: isLast && lane === 'gifts' ? Infinity : end,
      remembered: this.#remembered,
      greeted: this.#greeted,
    }) as (Decision & { readonly event: Parked })[];
    const byKey = new Map([...this.#remembered, ...events].map((one) => [one.key, one.of]));
    for (const decision of decisions) this.#decide(lane, decision, end, byKey);
    const decided = new Set(decisions.map(({ event }) => event));
    this.#lanes.set(
      lane,
      parked.filter((one) => !decided.has(one)),
    );
  }

  #decide(
    lane: ChoosingLane,
    { event, verdict, reported }: Decision & { readonly event: Parked },
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
    if (verdict.kind === 'chosen') of.asked = verdict.asked;
    const at = Number.isFinite(end) ? end : event.receivedAt;
    const fragment = reported.fragment.toString('utf8', 0, reported.fragment.length - 1);
    this.reported.push({ at, fragment, of });
    if (lane === 'entries') this.#greeted.add(event.user);
    if (lane !== 'comments') return;
    this.#remembered = [{ ...event, at }, ...this.#remembered].slice(0, REMEMBERED_MAX);
  }
}

function lastOfStreaks(parked: readonly Parked[]): number[] {
  const last = new Map<string, number>();
  for (const { user, receivedAt } of parked) last.set(user, receivedAt);
  return [...last.values()];
}
