import { dropRowOf, type DropReason } from '#live-event';
import type { RelayLog, RelayMetrics } from '#telemetry';

/** A bridge of which nothing was shed for this long sheds no more, in ms. */
const OVER_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 5000;

interface Shedding {
  readonly since: number;
  lastAt: number;
  events: number;
}

/**
 * Tells the log when there begins to be no room for events of a bridge, and when that is over, with
 * how many were lost.
 */
export class ShedNews {
  readonly #log: RelayLog;
  readonly #now: () => number;
  readonly #bridges = new Map<string, Shedding>();
  #timer: NodeJS.Timeout | undefined;

  /** @param now a clock in ms that never jumps. */
  constructor(log: RelayLog, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  dropped(bridge: string, reason: DropReason, count: number): void {
    if (count === 0 || dropRowOf(reason)?.noRoom !== true) return;
    const now = this.#now();
    const known = this.#bridges.get(bridge);
    if (known !== undefined) {
      known.lastAt = now;
      known.events += count;
      return;
    }
    this.#bridges.set(bridge, { since: now, lastAt: now, events: count });
    const sentence = 'Events of the bridge are lost: there is no room for them.';
    const wayOut =
      'Look at redis_failed, report_not_delivered and target_paused; live-relay status.';
    this.#log.writeAmongMany('error', 'events_shed', sentence, { bridge, reason, wayOut });
    this.#timer ??= setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  #look(): void {
    const now = this.#now();
    for (const [bridge, { since, lastAt, events }] of this.#bridges) {
      if (now - lastAt < OVER_AFTER_MS) continue;
      this.#bridges.delete(bridge);
      const durationMs = Math.round(lastAt - since);
      const sentence = 'No event of the bridge is lost any more.';
      this.#log.writeAmongMany('info', 'events_shed_over', sentence, {
        bridge,
        durationMs,
        events,
      });
    }
    if (this.#bridges.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** Counts what is dropped, and has the log told of what is lost. */
export function countDropped(
  metrics: Pick<RelayMetrics, 'eventsDropped'>,
  news: ShedNews,
): (bridge: string, reason: DropReason, count: number) => void {
  return (bridge, reason, count) => {
    metrics.eventsDropped.add(count, bridge, reason);
    news.dropped(bridge, reason, count);
  };
}
