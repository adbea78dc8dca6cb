import { inOwnTime } from '#timing';
import { SeatTable, type BufferKeys, type BufferRedis } from '#event-buffer';
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
  readonly #table: SeatTable;
  /** By the kind of seat and its owner. */
  readonly #seats = new Map<string, Taken>();
  #keeping: NodeJS.Timeout | undefined;

  constructor(parts: PlatformSeatsParts) {
    this.#parts = parts;
    this.#table = new SeatTable(parts.redis, parts.keys);
  }

  /** @returns `undefined` where other processes have all seats. Never rejects. */
  async take(terms: SeatTerms): Promise<Seat | undefined> {
    const owner = ownerOf(terms);
    const known = this.#seats.get(owner);
    if (known === undefined && !(await this.#claim(owner, terms, false))) return undefined;
    const seat = this.#seats.get(owner) ?? { terms, count: 0 };
    seat.count++;
    this.#seats.set(owner, seat);
    this.#keeping ??= setInterval(() => this.#keep(), this.#parts.livesMs / KEPT_TIMES).unref();
    let isGiven = false;
    return {
      giveBack: () => {
        if (!isGiven) this.#giveBack(owner, seat);
        isGiven = true;
      },
    };
  }

  /** Whether a seat can be had, or none is needed; it is reserved for a moment. Never rejects. */
  async has(terms: SeatTerms | undefined): Promise<boolean> {
    if (terms === undefined) return true;
    const owner = ownerOf(terms);
    return this.#seats.has(owner) || this.#claim(owner, terms, false);
  }

  #giveBack(owner: string, seat: Taken): void {
    if (--seat.count > 0) return;
    this.#seats.delete(owner);
    this.#table.giveBack(owner, this.#parts.holder).catch(this.#parts.failed);
    if (this.#seats.size > 0) return;
    clearInterval(this.#keeping);
    this.#keeping = undefined;
  }

  #keep(): void {
    for (const [owner, { terms }] of this.#seats) void this.#claim(owner, terms, true);
  }

  async #claim(owner: string, { max }: SeatTerms, isKept: boolean): Promise<boolean> {
    const { holder, livesMs } = this.#parts;
    try {
      const asked = this.#table.hold(owner, { holder, max, livesMs, isKept });
      return await inOwnTime(asked, ANSWER_MS, () => true);
    } catch {
      // Redis is away, which is reported elsewhere.
      return true;
    }
  }
}

function ownerOf({ name, owner }: SeatTerms): string {
  return `${name}:${digestOf(owner)}`;
}
