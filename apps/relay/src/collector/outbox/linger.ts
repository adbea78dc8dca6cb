import type { RelayConfig } from '#config';
import type { Bridge } from '../held/bridge.js';

type Flushed = Pick<Bridge, 'flush'>;

/** The shortest time between two flushes where the next report may wait for one, in ms. */
const FLUSH_EVERY_MS = 2;
/** The same where no report waits for it: more of what arrives goes into one append. */
const FLUSH_RARELY_MS = 10;
/** From this time between two reports on, in ms, a flush hardly ever holds one up. */
const PACED_FROM_MS = 100;

/**
 * How often what arrives is flushed. A report waits longer than that anyway where reports keep a pace, and
 * where the reporter is of this process, since that is told of each append.
 */
export function flushEveryMs({ buffer, process }: Pick<RelayConfig, 'buffer' | 'process'>): number {
  const isPaced = buffer.minIntervalMs >= PACED_FROM_MS;
  return isPaced || process.roles.has('reporter') ? FLUSH_RARELY_MS : FLUSH_EVERY_MS;
}

/** Bridges that gather for longer are flushed together where their times are so near each other. */
const TOGETHER_MS = 10;

/**
 * Flushes bridges that have events: at the end of this turn of the event loop where it was quiet
 * before, else a moment after the last flush; or when a bridge has gathered for as long as it may. One
 * timer for all bridges, and one for each moment until which some gather.
 */
export class Linger {
  #stirred = new Set<Flushed>();
  #flushedAt = -Infinity;
  #cancel: (() => void) | undefined;
  readonly #gathering = new Map<number, { bridges: Set<Flushed>; timer: NodeJS.Timeout }>();
  readonly #gathers = new WeakSet<Flushed>();
  #isStopped = false;
  readonly #everyMs: number;

  /**
   * @param everyMs the shortest time between two flushes, in ms: what arrives meanwhile for a bridge goes into
   *   one append.
   */
  constructor(everyMs = FLUSH_EVERY_MS) {
    this.#everyMs = everyMs;
  }

  /** @param until what arrives may gather until then, on a clock that never jumps, in ms. */
  stir(bridge: Flushed, until = -Infinity): void {
    if (this.#isStopped) return;
    if (until > performance.now()) {
      this.#gather(bridge, until);
      return;
    }
    this.#stirred.add(bridge);
    this.#cancel ??= this.#schedule();
  }

  /**
   * Stops its timers: once all bridges have retired, since what their closing sources bring is still to
   * be appended at once.
   */
  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
    for (const { timer } of this.#gathering.values()) clearTimeout(timer);
    this.#gathering.clear();
  }

  #gather(bridge: Flushed, until: number): void {
    if (this.#gathers.has(bridge)) return;
    this.#gathers.add(bridge);
    const at = Math.floor(until / TOGETHER_MS) * TOGETHER_MS;
    const those = this.#gathering.get(at);
    if (those !== undefined) {
      those.bridges.add(bridge);
      return;
    }
    const timer = setTimeout(() => this.#gathered(at), at - performance.now());
    this.#gathering.set(at, { bridges: new Set([bridge]), timer });
  }

  #gathered(at: number): void {
    const { bridges } = this.#gathering.get(at)!;
    this.#gathering.delete(at);
    for (const bridge of bridges) {
      this.#gathers.delete(bridge);
      bridge.flush();
    }
  }

  #schedule(): () => void {
    const inMs = this.#flushedAt + this.#everyMs - performance.now();
    if (inMs > 0) {
      const timer = setTimeout(() => this.#flush(), inMs);
      return () => clearTimeout(timer);
    }
    const immediate = setImmediate(() => this.#flush());
    return () => clearImmediate(immediate);
  }

  #flush(): void {
    this.#cancel = undefined;
    this.#flushedAt = performance.now();
    const stirred = this.#stirred;
    this.#stirred = new Set();
    for (const bridge of stirred) bridge.flush();
  }
}
