import { inTime } from '#timing';
import type { BufferKeys, BufferRedis } from '#event-buffer';
import type { Seat, SeatTerms } from '#source';
import { digestOf } from '../../network/connect-turns.js';

export interface PlatformSeatsParts {
  readonly redis: Pick<BufferRedis, 'holdSeat' | 'zrem'>;
  readonly keys: Pick<BufferKeys, 'seats'>;
  /** Names this process. */
  readonly holder: string;
  /**
   * How long a seat lives that its process does not renew, in ms: as long as a lease, so that both
   * end together when a process dies.
   */
  readonly livesMs: number;
  readonly failed: (error: Error) => void;
}

/** How long Redis may take to answer, in ms. */
const ANSWER_MS = 1000;
/** How often a seat is renewed within its life. */
const KEPT_TIMES = 4;

interface Taken {
  readonly terms: SeatTerms;
  count: number;
}

/**
 * The seats of which a platform gives an account a few, shared among all collectors through Redis.
 * A process has one seat an account for as long as it needs any. While Redis does not answer all
 * may connect, and the platform decides.
 */
export class PlatformSeats {
  readonly #parts: PlatformSeatsParts;
  readonly #seats = new Map<string, Taken>();
  #keeping: NodeJS.Timeout | undefined;

  constructor(parts: PlatformSeatsParts) {
    this.#parts = parts;
  }

  /** @returns `undefined` where other processes have all seats. Never rejects. */
  async take(terms: SeatTerms): Promise<Seat | undefined> {
    const key = this.#keyOf(terms);
    const known = this.#seats.get(key);
    if (known === undefined && !(await this.#claim(key, terms, '0'))) return undefined;
    const seat = this.#seats.get(key) ?? { terms, count: 0 };
    seat.count++;
    this.#seats.set(key, seat);
    this.#keeping ??= setInterval(() => this.#keep(), this.#parts.livesMs / KEPT_TIMES).unref();
    let isGiven = false;
    return {
      giveBack: () => {
        if (!isGiven) this.#giveBack(key, seat);
        isGiven = true;
      },
    };
  }

  /** Whether a seat can be had, or none is needed; it is reserved for a moment. Never rejects. */
  async has(terms: SeatTerms | undefined): Promise<boolean> {
    if (terms === undefined) return true;
    const key = this.#keyOf(terms);
    return this.#seats.has(key) || this.#claim(key, terms, '0');
  }

  #giveBack(key: string, seat: Taken): void {
    if (--seat.count > 0) return;
    this.#seats.delete(key);
    this.#parts.redis.zrem(key, this.#parts.holder).catch(this.#parts.failed);
    if (this.#seats.size > 0) return;
    clearInterval(this.#keeping);
    this.#keeping = undefined;
  }

  #keep(): void {
    for (const [key, { terms }] of this.#seats) void this.#claim(key, terms, '1');
  }

  async #claim(key: string, { max }: SeatTerms, isKept: '0' | '1'): Promise<boolean> {
    const { redis, holder, livesMs } = this.#parts;
    try {
      const asked = redis.holdSeat({ seats: key, holder, max, livesMs, isKept });
      return (await inTime(asked, ANSWER_MS, () => 1)) === 1;
    } catch {
      // Redis is away, which is reported elsewhere.
      return true;
    }
  }

  #keyOf({ name, owner }: SeatTerms): string {
    return this.#parts.keys.seats(`${name}:${digestOf(owner)}`);
  }
}
