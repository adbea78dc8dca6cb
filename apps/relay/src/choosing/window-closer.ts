import {
  CHOOSING_LANES,
  ChoosingRoom,
  Rounds,
  TargetTable,
  type BufferKeys,
  type BufferRedis,
  type ChoosingLane,
  type ChoosingView,
  type LedgerReader,
  type Candidate,
} from '#event-buffer';
import type { DropReason } from '#live-event';
import { aboutMs } from '#timing';
import type { TargetWaker } from '../buffer/target-waker.js';
import { chooseWindow, droppedIn, passed, type Decision } from './choose-window.js';
import type { BridgeChoice, ChoicePolicies } from './choice-policies.js';
import { afterwards, byWindow } from './ended-windows.js';
import { allowedNow } from './human-pace.js';

export interface WindowCloserListener {
  /** Events that waited were dropped. */
  dropped(bridge: string, reason: DropReason, count: number): void;
  /** The decisions on a window, which have taken effect. */
  decided?(target: string, lane: ChoosingLane, decisions: readonly Decision[]): void;
  /** Entries of a lane are of a version that this one cannot read; told at every look. */
  unreadable(target: string, lane: ChoosingLane, entries: readonly string[]): void;
  failed(error: Error): void;
}

export interface WindowCloserParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly ledger: Pick<LedgerReader, 'targets'>;
  readonly policies: ChoicePolicies;
  readonly waker: TargetWaker;
  readonly listener: WindowCloserListener;
  readonly sweepEveryMs?: number | undefined;
  /** Of the times of `pace: human`. @defaultValue 1 */
  readonly paceScale?: number | undefined;
}

/** One lane of a target, for one scope. */
interface Window {
  readonly key: string;
  readonly target: string;
  readonly lane: ChoosingLane;
  readonly scope: string;
  timer: NodeJS.Timeout | undefined;
  running: Promise<void> | undefined;
  /** Events may have come since it was last looked at. */
  isExpected: boolean;
}

/** How often streaks of gifts are looked at, and lanes that no policy chooses from any more, in ms. */
const GIFTS_EVERY_MS = 1000;
const SWEEP_EVERY_MS = 5000;
/** How many sweeps it takes to look at all targets once, beside those with a policy at each: five minutes. */
const SWEEPS_A_ROUND = 60;
/**
 * How long after its end a window is read, in ms, so that what was appended at its very end is
 * seen. Lanes differ, so that events are reported in the order that `what-if` tells.
 */
const GRACE_MS: Readonly<Record<ChoosingLane, number>> = { comments: 5, entries: 20, gifts: 35 };
/** Events of a bridge that this process does not know are left to others for this long, in ms. */
const ORPHAN_MS = 60_000;

/**
 * Ends the windows of the targets whose bridges choose: at each end one process reads what waits,
 * chooses, and moves what was chosen into the buffer, in one atomic step. Any process that collects
 * may, and the first that does counts; so nothing waits for one that is gone.
 */
export class WindowCloser {
  readonly #parts: WindowCloserParts;
  readonly #room: ChoosingRoom;
  readonly #targets: TargetTable;
  /** Those of which something may wait, by their keys. */
  readonly #windows = new Map<string, Window>();
  readonly #rounds: Rounds;
  #sweeping: NodeJS.Timeout | undefined;
  #isFirst = true;
  #isStopped = false;

  constructor(parts: WindowCloserParts) {
    this.#parts = parts;
    this.#room = new ChoosingRoom(parts.redis, parts.keys);
    this.#targets = new TargetTable(parts.redis, parts.keys);
    this.#rounds = new Rounds(async () => parts.ledger.targets(), SWEEPS_A_ROUND);
  }

  /** Also looks after lanes that other processes have left. */
  start(): void {
    const everyMs = this.#parts.sweepEveryMs ?? SWEEP_EVERY_MS;
    this.#sweeping = setInterval(() => void this.#sweep(), everyMs);
    this.#sweeping.unref();
    this.#parts.policies.watch(() => this.#lookAgain());
    void this.#sweep();
  }

  /** Waits for decisions that are under way; the rest is left to other processes. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#sweeping);
    for (const { timer } of this.#windows.values()) clearTimeout(timer);
    await Promise.all([...this.#windows.values()].map(async ({ running }) => running));
  }

  /** Events for a lane are on their way. Cheap when that is known already: called for each event. */
  expect({ target, scope }: Pick<BridgeChoice, 'target' | 'scope'>, lane: ChoosingLane): void {
    const window = this.#windowOf(target, lane, scope);
    window.isExpected = true;
    if (window.timer === undefined && window.running === undefined) this.#arm(window, 0);
  }

  /** Policies have changed: windows may be longer or shorter, or there is nothing to choose any more. */
  #lookAgain(): void {
    for (const window of this.#windows.values()) {
      clearTimeout(window.timer);
      window.timer = undefined;
      window.isExpected = true;
      if (window.running === undefined) this.#arm(window, 0);
    }
  }

  #windowOf(target: string, lane: ChoosingLane, scope: string): Window {
    const key = `${lane} ${scope} ${target}`;
    let window = this.#windows.get(key);
    if (window === undefined) {
      const idle = { timer: undefined, running: undefined, isExpected: false };
      window = { key, target, lane, scope, ...idle };
      this.#windows.set(key, window);
    }
    return window;
  }

  #arm(window: Window, inMs: number): void {
    if (this.#isStopped) return;
    window.timer = setTimeout(() => {
      window.timer = undefined;
      window.running = this.#close(window).finally(() => {
        window.running = undefined;
        if (window.timer !== undefined) return;
        if (window.isExpected) this.#arm(window, GIFTS_EVERY_MS);
        // A room that has gone must not be asked about for ever.
        else this.#windows.delete(window.key);
      });
    }, inMs);
  }

  /** Ends what has to end, and waits for the next end where more waits. Never rejects. */
  async #close(window: Window): Promise<void> {
    const everyMs = this.#everyMs(window);
    const { isExpected } = window;
    window.isExpected = false;
    try {
      const { target, lane } = window;
      const view = await this.#room.look(target, lane, everyMs);
      const { unreadable } = view;
      if (unreadable.length > 0) this.#parts.listener.unreadable(target, lane, unreadable);
      const { left, overtaken } = await this.#decide(window, view, everyMs);
      if (overtaken) {
        window.isExpected ||= isExpected;
        this.#arm(window, aboutMs(GIFTS_EVERY_MS));
      } else if (left || view.hasMore || isExpected) {
        this.#arm(window, Math.max(0, view.ending + everyMs - view.now) + GRACE_MS[window.lane]);
      }
    } catch (error) {
      window.isExpected = true;
      this.#parts.listener.failed(error as Error);
    }
  }

  /** @returns whether something waits that could have been decided on, and whether another process was first. */
  async #decide(window: Window, view: ChoosingView, everyMs: number) {
    const { mine, orphans } = this.#sort(window, view);
    let left = false;
    let isFirst = orphans.length === 0 || (await this.#commit(window, view, orphans.map(passed)));
    let known = view;
    for (const [end, events] of byWindow(mine, window.lane, everyMs, view.ending)) {
      const decisions = await this.#decisionsOf(window, known, events, end);
      if (decisions.length < events.length) left = true;
      if (decisions.length > 0) isFirst = (await this.#commit(window, known, decisions)) && isFirst;
      // Where one look decides on several windows, each counts what those before it let through.
      known = afterwards(known, window.scope, decisions);
    }
    return { left, overtaken: !isFirst };
  }

  #sort({ target, scope }: Window, view: ChoosingView) {
    const { policies } = this.#parts;
    const mine: Candidate[] = [];
    const orphans: Candidate[] = [];
    for (const event of view.events) {
      const choice = policies.of(event.bridge);
      if (choice?.target === target) {
        if (choice.scope === scope) mine.push(event);
      } else if (policies.knows(event.bridge) || event.waitsSince < view.now - ORPHAN_MS) {
        orphans.push(event);
      }
    }
    return { mine, orphans };
  }

  async #decisionsOf(
    { target, lane, scope }: Window,
    view: ChoosingView,
    events: readonly Candidate[],
    end: number,
  ): Promise<Decision[]> {
    const { policy } = this.#parts.policies.of(events[0]!.bridge)!;
    const { comments, entries } = policy;
    const remembered = view.chosen.filter((note) => note.scope === scope);
    const asksForGreeted = lane === 'entries' && entries?.oncePerShow === true;
    const users = asksForGreeted ? [...new Set(events.map(({ user }) => user))] : [];
    return chooseWindow(lane, events, {
      policy,
      n: comments === undefined ? 0 : allowedNow(comments, view, remembered, this.#parts.paceScale),
      end,
      remembered,
      greeted: await this.#room.greeted(target, users, view.show),
    });
  }

  /** @returns whether it was the first. */
  async #commit(window: Window, view: ChoosingView, decisions: readonly Decision[]) {
    const { target, lane, scope } = window;
    const { waker, listener } = this.#parts;
    const chosen = decisions.flatMap(({ reported }) => (reported === undefined ? [] : [reported]));
    const dropped = droppedIn(decisions);
    const grown = await this.#room.commit(target, lane, {
      at: view.now,
      taken: decisions.map(({ event }) => event),
      chosen,
      dropped,
      remember: lane === 'comments' ? chosen : [],
      scope,
      greeted: lane === 'entries' ? chosen.map(({ user }) => user) : [],
      show: view.show,
    });
    if (grown === undefined) return false;
    for (const [bridge, reasons] of dropped) {
      for (const [reason, count] of reasons) listener.dropped(bridge, reason, count);
    }
    listener.decided?.(target, lane, decisions);
    const { before, after, isRaised } = grown;
    void waker.grew(target, { depthBefore: before, depthAfter: after, isRaised });
    return true;
  }

  #everyMs({ target, lane, scope }: Window): number {
    if (lane === 'gifts') return GIFTS_EVERY_MS;
    const policy = this.#parts.policies.in(target, scope);
    const seconds = policy?.[lane]?.everySeconds;
    return seconds === undefined ? GIFTS_EVERY_MS : Math.round(seconds * 1000);
  }

  /** Sees to lanes that other processes left: they may be gone, and nobody may choose from them any more. */
  async #sweep(): Promise<void> {
    const { policies, ledger, listener } = this.#parts;
    try {
      const some = this.#isFirst ? await ledger.targets() : await this.#rounds.next();
      this.#isFirst = false;
      const left = await this.#targets.choosingAmong(new Set([...policies.targets(), ...some]));
      if (this.#isStopped) return;
      for (const target of left) {
        for (const lane of CHOOSING_LANES) {
          for (const scope of policies.scopesOf(target)) this.expect({ target, scope }, lane);
        }
      }
    } catch (error) {
      listener.failed(error as Error);
    }
  }
}
