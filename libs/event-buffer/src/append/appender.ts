import { EVENT_TYPES, type DropReason, type EventType } from '#live-event';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import type { NewEntry } from './chunk.js';
import { AppendsTogether } from './appends-together.js';
import { FailingAppends, type FailingTarget } from './failing-appends.js';
import type { AppendAnswer } from '../scripts/append/append.lua.js';
import { NOTED_BY } from '../scripts/append/streaks.lua.js';
import { Names, type Registration } from '../targets/names.js';
import { ReplicaWait, UnconfirmedWriteError } from './replica-wait.js';

/** The limits of a target's buffer, and of its memory of message ids. */
export interface AppendLimits {
  /** The most events that may wait. Ambient events are admitted below 50 %, chat below 90 %. */
  readonly eventsMax: number;
  readonly dedupeWindowMs: number;
  readonly dedupeIdsMax: number;
  /** How many events of a type a target admits in each second of Redis's clock; absent for no limit. */
  readonly perSecondMax?: ReadonlyMap<EventType, number> | undefined;
}

export const APPEND_LIMITS_DEFAULT: AppendLimits = {
  eventsMax: 100_000,
  dedupeWindowMs: 10 * 60_000,
  dedupeIdsMax: 200_000,
};

/** One append: chunks of one bridge, and counts of the events that were dropped before. */
export interface Append {
  readonly target: string;
  readonly bridge: string;
  /** The lane of this process, if several append to the bridge; absent if only its holder does. */
  readonly lane?: string | undefined;
  /** The epoch of the lease under which the bridge, or the lane, is held. */
  readonly epoch: number;
  /** Counts this epoch's appends from 1; a repeated append keeps its number. */
  readonly number: number;
  readonly entries: readonly NewEntry[];
  /** Events dropped since the last append, by reason: by filters, floods, the spill. */
  readonly dropped: ReadonlyMap<string, number>;
  /**
   * How far gift streaks are counted with these events: name, note, name, note, …; an empty note:
   * the streak is over.
   */
  readonly streaks?: readonly string[] | undefined;
}

export type AppendOutcome =
  | {
      readonly kind: 'appended';
      /** How many events waited before and after. If it was 0 before, the target must be woken. */
      readonly depthBefore: number;
      readonly depthAfter: number;
      /** Whether a reporter has the target parked, and so reads it by itself. */
      readonly isParked: boolean;
      /**
       * Whether the target waits there for its turn, and these events matter more than all before.
       */
      readonly isRaised: boolean;
      /** Whether the target is parked there for its next events; absent if not. */
      readonly isAwaited?: boolean | undefined;
      /** For how many more ms the pace delays the target's next report; absent if it does not. */
      readonly pacedForMs?: number | undefined;
      /**
       * Events that the script dropped, by reason: `duplicate`; `shed_<class>`, the buffer is full;
       * `shed_memory_<class>`, Redis nearly is; `capped_<type>`.
       */
      readonly dropped: ReadonlyMap<DropReason, number>;
      /** Which events those are, by reason: see {@link keysAt}. Only the first of many. */
      readonly spots?: ReadonlyMap<string, string> | undefined;
      /** Whether the buffer did not know the bridge: it is new, or Redis lost its data. */
      readonly isFirst?: boolean | undefined;
    }
  /** A newer epoch holds the bridge: its source is to close. The events are counted `stale_lease`. */
  | { readonly kind: 'stale' };

/** The lane and the epoch under which a process appends to a bridge that others append to, too. */
export interface OwnLane extends Pick<Append, 'target' | 'bridge' | 'epoch'> {
  readonly lane: string;
}

/** The holder of a turn may have died, so it ends after this long. */
const TURN_LIVES_MS = 3000;

/** An append was applied, but too few replicas have it: it must be repeated until they do. */
export class UnconfirmedAppendError extends Error {
  constructor(
    message: string,
    readonly outcome: AppendOutcome,
  ) {
    super(message);
    this.name = 'UnconfirmedAppendError';
  }
}

/** Appends to buffers. One append of a bridge at a time, in order; a failed one is repeated. */
export class Appender {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;
  readonly #limits: AppendLimits;
  readonly #caps: string;
  readonly #replicas: ReplicaWait | undefined;
  readonly #together: AppendsTogether;
  readonly #names: Names;
  readonly #failing = new FailingAppends();

  /**
   * @param redis a connection that nothing else depends on, if replicas are waited for.
   * @param waitReplicas how many replicas must have an append before it counts; 0: none.
   */
  constructor(redis: BufferRedis, keys: BufferKeys, limits: AppendLimits, waitReplicas = 0) {
    this.#redis = redis;
    this.#keys = keys;
    this.#names = new Names(redis, keys);
    this.#together = new AppendsTogether(redis);
    this.#limits = limits;
    this.#caps = capsOf(limits);
    this.#replicas = waitReplicas > 0 ? new ReplicaWait(redis, waitReplicas) : undefined;
  }

  /** Why replicas do not confirm appends; absent if they do, or are not waited for. */
  get replicaShortage(): string | undefined {
    return this.#replicas?.shortage;
  }

  /** The target whose appends have failed for longest; absent while none fail. */
  get failing(): FailingTarget | undefined {
    return this.#failing.oldest();
  }

  /**
   * Makes bridges, their targets and their report terms known to all processes: before the first
   * append, and repeatedly, since Redis may lose them. See {@link Drain.terms}.
   */
  async register(...all: readonly Registration[]): Promise<void> {
    await this.#names.keep(all);
  }

  /** A bridge was removed: it is forgotten in an hour, once none of its events wait. */
  async unregister(one: Registration): Promise<void> {
    await this.#names.release(one);
  }

  /**
   * How far the gift streaks of a bridge are counted in appended events, by name; none if all have
   * been quiet for {@link STREAK_QUIET_MS}.
   */
  async streaksOf(target: string, bridge: string): Promise<Readonly<Record<string, string>>> {
    const { [NOTED_BY]: _, ...notes } = await this.#redis.hgetall(
      this.#keys.of(target).streaks(bridge),
    );
    return notes;
  }

  /**
   * Takes the turn to count a bridge's streaks, among the processes that append to it, for some
   * seconds or until {@link endStreakTurn}.
   * @returns `busy` if another process has it; `others` if another process was the last to note
   *   streaks of the bridge, and may know more about them.
   */
  async takeStreakTurn(own: OwnLane): Promise<'busy' | 'others' | 'own'> {
    const keys = this.#keys.of(own.target);
    const holder = holderOf(own);
    const [taken, by] = await this.#redis.takeStreakTurn({
      turn: keys.streakTurn(own.bridge),
      streaks: keys.streaks(own.bridge),
      holder,
      livesMs: TURN_LIVES_MS,
    });
    if (taken === 0) return 'busy';
    return by === '' || by === holder ? 'own' : 'others';
  }

  async endStreakTurn(own: OwnLane): Promise<void> {
    const turn = this.#keys.of(own.target).streakTurn(own.bridge);
    await this.#redis.endStreakTurn({ turn, holder: holderOf(own) });
  }

  /**
   * Appends, atomically. After a rejection (Redis away, full, too slow) it is unknown whether it
   * was applied: the same append, with its number, may be repeated until it resolves.
   * @throws {UnconfirmedAppendError} if it was applied, but too few replicas have it.
   */
  async append(append: Append): Promise<AppendOutcome> {
    try {
      const outcome = await this.#append(append);
      this.#failing.succeeded(append.target);
      return outcome;
    } catch (error) {
      // Missing replicas are reported separately.
      if (error instanceof UnconfirmedAppendError) this.#failing.succeeded(append.target);
      else this.#failing.failed(append.target, error as Error);
      throw error;
    }
  }

  async #append(append: Append): Promise<AppendOutcome> {
    const keys = this.#keys.of(append.target);
    const { target, events, seen, seenBefore, choosing } = keys;
    const { bridge, lane = '', epoch, number, dropped, streaks = [], entries } = append;
    const { eventsMax, dedupeWindowMs, dedupeIdsMax } = this.#limits;
    const call = {
      target,
      events,
      seen,
      seenBefore,
      ledger: keys.ledger(bridge),
      streaks: keys.streaks(bridge),
      comments: choosing('comments'),
      entries: choosing('entries'),
      gifts: choosing('gifts'),
      epoch,
      bridge: `${bridge}${lane}`,
      number,
      eventsMax,
      windowMs: dedupeWindowMs,
      idsMax: dedupeIdsMax,
      received: receivedIn(append),
      caps: this.#caps,
      dropped,
      notes: streaks,
      added: entries,
    };
    if (this.#replicas === undefined) return outcomeOf(await this.#together.append(call));
    const write = async (redis: BufferRedis) => redis.appendEvents(call);
    try {
      return outcomeOf(await this.#replicas.confirmed(target, write));
    } catch (error) {
      if (!(error instanceof UnconfirmedWriteError)) throw error;
      throw new UnconfirmedAppendError(error.message, outcomeOf(error.answer as AppendAnswer));
    }
  }
}

/** In the form that the append script notes. */
function holderOf({ bridge, lane, epoch }: OwnLane): string {
  return `${bridge}${lane}:${epoch}`;
}

function receivedIn({ dropped, entries }: Append): number {
  let received = 0;
  for (const count of dropped.values()) received += count;
  for (const { count } of entries) received += count;
  return received;
}

/** The caps in the form that the script reads. */
function capsOf({ perSecondMax }: AppendLimits): string {
  if (perSecondMax === undefined || perSecondMax.size === 0) return '';
  return EVENT_TYPES.map((type) => perSecondMax.get(type) ?? 0).join(',');
}

function outcomeOf(answer: AppendAnswer): AppendOutcome {
  const [status, before, after, news, paced = 0] = answer;
  if (status === 0) return { kind: 'stale' };
  // A repeated append does not know the depth before: it counts as 0, since a needless wake-up is
  // harmless.
  const depthBefore = status === 2 ? 0 : Number(before);
  const pacedForMs = Number(paced);
  const { dropped, spots } = answer.length > DROPS_FROM ? dropsOf(answer) : NO_DROPS;
  return {
    kind: 'appended',
    depthBefore,
    depthAfter: Number(after),
    isParked: Number(news) > 0,
    isRaised: news === 2,
    isAwaited: news === 3 ? true : undefined,
    pacedForMs: pacedForMs > 0 ? pacedForMs : undefined,
    dropped,
    spots,
    isFirst: status === 3 ? true : undefined,
  };
}

/** Where an answer begins to tell of drops, three values each. */
const DROPS_FROM = 5;
const NO_DROPS = { dropped: new Map<DropReason, number>(), spots: undefined };

function dropsOf(answer: AppendAnswer) {
  const dropped = new Map<DropReason, number>();
  const spots = new Map<string, string>();
  for (let i = DROPS_FROM; i < answer.length; i += 3) {
    const reason = String(answer[i]) as DropReason;
    dropped.set(reason, Number(answer[i + 1]));
    spots.set(reason, String(answer[i + 2]));
  }
  return { dropped, spots };
}
