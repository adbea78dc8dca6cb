import { BoundedMap } from '#bounded-map';

/** For how many accounts and addresses the last connections are remembered. */
const KEYS_MAX = 1000;

interface Counted {
  readonly connects: string;
  readonly periodMs: number;
}

/** The turns to connect that this process has taken, by account or address. */
export class OwnTurns {
  /** Until when the platform counts each turn. */
  readonly #turns = new BoundedMap<string, Map<string, number>>(KEYS_MAX);

  /** @param standsMs how long it may take until the platform has counted it; 0: it has. */
  note({ connects, periodMs }: Counted, id: string, standsMs: number): void {
    const turns = this.#turns.get(connects) ?? new Map<string, number>();
    const now = performance.now();
    for (const [one, until] of turns) if (until <= now) turns.delete(one);
    turns.set(id, now + standsMs + periodMs);
    this.#turns.set(connects, turns);
  }

  /** In how many ms to ask again for one of `max` turns; 0: it may be taken now. */
  waitMs({ connects, periodMs }: Counted, max: number): number {
    const now = performance.now();
    const until = [...(this.#turns.get(connects)?.values() ?? [])].filter((one) => one > now);
    if (until.length < max) return 0;
    return Math.min(Math.min(...until) - now, periodMs / 20);
  }
}
