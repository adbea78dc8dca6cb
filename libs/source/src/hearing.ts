import type { LiveEvent } from '#live-event';
import {
  deafSentence,
  type DeafCause,
  type HearingTerms,
  type RoomState,
} from './hearing-terms.js';
import { HEARING_PATIENCE, type HearingPatience } from './hearing-patience.js';
import { RecentFrames } from './connection/liveness/recent-frames.js';
import { bilingual } from './bilingual.js';

/** How well a source hears, as far as it can tell. Times are in ms since 1970. */
export interface HearingReport {
  /**
   * `away`: not connected; `hears`: an event came in the last minutes; `quiet`: the platform sends
   * frames, but no events; `unheard`: for a minute or more, only answers to our heartbeats came,
   * from a quiet room or a deaf connection; `deaf`: see {@link deaf}.
   */
  readonly state: 'away' | 'hears' | 'quiet' | 'unheard' | 'deaf';
  readonly deaf?: DeafCause | undefined;
  /** What to do about it, in a sentence: if it is `deaf` or `unheard`, or gifts are missing. */
  readonly wayOut?: string | undefined;
  readonly frameAt?: number | undefined;
  readonly eventAt?: number | undefined;
  /** The state of the room that the platform last told, and since when. */
  readonly room?: { readonly state: RoomState; readonly since: number } | undefined;
  /**
   * How many frames came in the last five minutes, without heartbeats, and how many of them were
   * not understood.
   */
  readonly frames: number;
  readonly notUnderstood: number;
  /** Viewers have commented for long and nobody gave: gifts may be withheld from us. */
  readonly giftsMissing?: true | undefined;
}

/**
 * What a report said, its times and the number of frames apart: how much had come by then, and until when it
 * stands where nothing else comes; monotonic.
 */
export interface HearingMark {
  readonly changes: number;
  readonly until: number;
}

/** Of a source that was never connected. */
export const NEVER_CONNECTED: HearingMark = { changes: 0, until: Infinity };

export interface HearingClocks {
  /** Monotonic, in ms. */
  readonly now: () => number;
  /** In ms since 1970. */
  readonly wallClock: () => number;
}

/**
 * Judges whether a source hears its room, which its connection does not show: that can be open,
 * answered, and deaf. Costs a few counters per frame.
 */
export class Hearing {
  readonly #terms: HearingTerms;
  readonly #clocks: HearingClocks;
  readonly #recent = new RecentFrames();
  #connectedAt: number | undefined;
  #spoke = false;
  /** In ms since 1970. */
  #frameAt: number | undefined;
  #eventAt: number | undefined;
  /** When the last event came; monotonic. */
  #heardAt: number | undefined;
  #room: { state: RoomState; since: number; wayOut: string | undefined } | undefined;
  /** Frames since the last event, older ones weighted less. */
  #understood = 0;
  #notUnderstood = 0;
  /** When the last frame came that was not understood; monotonic. */
  #wrongAt = -Infinity;
  /** In the current frame. */
  #events = 0;
  #others = 0;
  #wrong = 0;
  /** Comments since the last gift; from 0 after a connection that brought gifts. */
  #comments = 0;
  #gifts = 0;
  #viewers = 0;
  #commentedAt: number | undefined;
  /** Grows with whatever may change the report. */
  #changes = 0;

  constructor(terms: HearingTerms | undefined, clocks: HearingClocks) {
    this.#terms = terms ?? {};
    this.#clocks = clocks;
  }

  get isConnected(): boolean {
    return this.#connectedAt !== undefined;
  }

  /**
   * The platform has accepted us. Frames before this show that it speaks, not that we hear the room.
   */
  connected(): void {
    this.#changes++;
    this.#connectedAt = this.#clocks.now();
    this.#understood = 0;
    this.#notUnderstood = 0;
    // After a reconnect the tool may have lost its login.
    if (this.#gifts > 0) this.#gifts = this.#comments = 0;
  }

  disconnected(): void {
    this.#changes++;
    this.#connectedAt = undefined;
    this.#spoke = false;
  }

  event(event: LiveEvent): void {
    this.#changes++;
    this.#events++;
    if (event.type === 'gift') this.#gifts++;
    else if (event.type === 'viewers') this.#viewers = event.numberOfViewers;
    else if (event.type === 'comment' && this.#comments++ === 0) {
      this.#commentedAt = this.#clocks.now();
    }
  }

  ignored(kind: string): void {
    if (!KEEP_ALIVES.has(kind)) this.#others++;
  }

  answered(): void {
    this.#others++;
  }

  malformed(): void {
    this.#wrong++;
  }

  /** @param wayOut a sentence of ours, where there is one for this state of the room. */
  room(state: RoomState, wayOut?: string): void {
    this.#changes++;
    if (this.#room?.state === state) this.#room.wayOut = wayOut;
    else this.#room = { state, since: this.#clocks.now(), wayOut };
  }

  /** When the last frame came, in ms since 1970. */
  get frameAt(): number | undefined {
    return this.#frameAt;
  }

  /** When the last event came, in ms since 1970. */
  get eventAt(): number | undefined {
    return this.#eventAt;
  }

  /** The current frame has been handled. @param receivedAt in ms since 1970. */
  frame(receivedAt: number): void {
    const now = this.#clocks.now();
    const isUnderstood = this.#events + this.#others > 0;
    this.#frameAt = receivedAt;
    if (isUnderstood || this.#wrong > 0) {
      this.#changes++;
      this.#spoke = true;
      this.#recent.add(now, isUnderstood);
      this.#weigh(now, isUnderstood);
    }
    if (this.#events > 0) {
      this.#eventAt = receivedAt;
      this.#heardAt = now;
      this.#understood = this.#notUnderstood = 0;
      // Viewers write on after a stream. Later events are of the next, whose beginning many tools do not tell.
      const isLongAgo = now - (this.#room?.since ?? now) >= RECENT_MS;
      if (isLongAgo && this.#room?.state === 'ended') this.#room = undefined;
    }
    this.#events = 0;
    this.#others = 0;
    this.#wrong = 0;
  }

  /** Ages the counts: frames understood long ago say little about those that come now. */
  #weigh(now: number, isUnderstood: boolean): void {
    if (!isUnderstood) {
      if (now - this.#wrongAt > WEIGHED_MS) this.#understood = this.#notUnderstood = 0;
      this.#wrongAt = now;
    }
    if (isUnderstood) this.#understood++;
    else this.#notUnderstood++;
    if (this.#understood + this.#notUnderstood < WEIGHED_FRAMES) return;
    this.#understood /= 2;
    this.#notUnderstood /= 2;
  }

  /** Marks what a report says now, so that {@link isAt} tells whether the next says anything else. */
  mark(): HearingMark {
    const now = this.#clocks.now();
    return { changes: this.#changes, until: this.#standsUntil(now) };
  }

  /** Whether a report still says what it said at a mark, its times and the number of frames apart. */
  isAt({ changes, until }: HearingMark): boolean {
    return changes === this.#changes && this.#clocks.now() < until;
  }

  /** When the report may next change by itself: what lasts for long enough counts from then on. */
  #standsUntil(now: number): number {
    const { roomMs, unheardMs } = HEARING_PATIENCE;
    const [connectedAt, heardAt] = [this.#connectedAt ?? Infinity, this.#heardAt ?? Infinity];
    const ends = [
      this.#recent.forgetsAt(now),
      (this.#room?.since ?? Infinity) + roomMs,
      heardAt + roomMs,
      heardAt + RECENT_MS,
      connectedAt + unheardMs,
      connectedAt + (this.#terms.greetsMs ?? Infinity),
      (this.#commentedAt ?? Infinity) + GIFTS_MISSING_MS,
    ];
    let until = Infinity;
    for (const at of ends) if (at > now && at < until) until = at;
    return until;
  }

  report(patience: HearingPatience = HEARING_PATIENCE): HearingReport {
    const now = this.#clocks.now();
    const { frames, notUnderstood } = this.#recent.since(now);
    const room = this.#room;
    const roomAt = (since: number): number => Math.round(this.#clocks.wallClock() - (now - since));
    return {
      ...this.#verdict(now, patience),
      frameAt: this.#frameAt,
      eventAt: this.#eventAt,
      room: room === undefined ? undefined : { state: room.state, since: roomAt(room.since) },
      frames,
      notUnderstood,
    };
  }

  #verdict(
    now: number,
    patience: HearingPatience,
  ): Pick<HearingReport, 'state' | 'deaf' | 'wayOut' | 'giftsMissing'> {
    const connectedAt = this.#connectedAt;
    if (connectedAt === undefined) return { state: 'away' };
    const deaf = this.#deafFor(now, now - connectedAt, patience);
    if (deaf !== undefined) {
      const told = deaf.startsWith('room-') ? this.#room?.wayOut : undefined;
      return { state: 'deaf', deaf, wayOut: told ?? deafSentence(deaf, this.#terms) };
    }
    if (this.#lacksGifts(now)) {
      return { state: 'hears', giftsMissing: true, wayOut: this.#terms.giftsMissing };
    }
    if (this.#heardAt !== undefined && now - this.#heardAt < RECENT_MS) return { state: 'hears' };
    const isUnheard = !this.#spoke && now - connectedAt >= patience.unheardMs;
    return isUnheard ? { state: 'unheard', wayOut: UNHEARD } : { state: 'quiet' };
  }

  #deafFor(now: number, connectedMs: number, patience: HearingPatience): DeafCause | undefined {
    const room = this.#room;
    const roomMs = room === undefined ? 0 : now - room.since;
    // Events outweigh what the platform says of the room.
    const isHeardSince = room !== undefined && (this.#heardAt ?? -Infinity) > room.since;
    if (room !== undefined && room.state !== 'live' && roomMs >= patience.roomMs && !isHeardSince) {
      return `room-${room.state}`;
    }
    const isMostlyWrong = this.#notUnderstood > this.#understood;
    const isLong = now - (this.#heardAt ?? -Infinity) >= patience.roomMs;
    if (isMostlyWrong && isLong && this.#notUnderstood >= patience.notUnderstoodMin) {
      return 'not-understood';
    }
    const { greetsMs } = this.#terms;
    const isGreeted = greetsMs === undefined || this.#spoke;
    return !isGreeted && connectedMs >= greetsMs ? 'silent' : undefined;
  }

  #lacksGifts(now: number): boolean {
    return (
      this.#terms.giftsMissing !== undefined &&
      this.#gifts === 0 &&
      this.#viewers > 0 &&
      this.#comments >= COMMENTS_MIN &&
      now - (this.#commentedAt ?? now) >= GIFTS_MISSING_MS
    );
  }
}

/** Answers to heartbeats say nothing of the room. */
const KEEP_ALIVES = new Set(
  [
    'ping pong PING PONG keep-alive keepalive heartbeat heartbeat-reply session_keepalive mrkl',
    'pusher:ping pusher:pong',
  ].flatMap((line) => line.split(' ')),
);
const WEIGHED_MS = 60_000;
const WEIGHED_FRAMES = 32;
const RECENT_MS = 5 * 60_000;
const COMMENTS_MIN = 50;
const GIFTS_MISSING_MS = 30 * 60_000;
const UNHEARD = bilingual(
  'Since it connected, at most heartbeats were answered: where the room has viewers, check that the address, the room and the token are those of the live room.',
  '连接后只收到心跳响应：如果直播间里有观众，请检查地址、房间和令牌是否属于正在直播的房间。',
);
