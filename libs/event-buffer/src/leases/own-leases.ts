import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { SharedClock } from './shared-clock.js';
import type { AskedLeases } from './wanted-leases.js';

/** How long a lease lives without a renewal, and how often it is renewed. */
export interface LeaseTimes {
  readonly livesMs: number;
  readonly renewEveryMs: number;
}

export const LEASE_TIMES_DEFAULT: LeaseTimes = { livesMs: 8000, renewEveryMs: 2000 };

/** What became of a renewal. Times are ms by Redis's clock. */
export interface RenewalAnswer {
  readonly now: number;
  /** When the first lease of another holder ends; 0: there is none. */
  readonly endsAt: number;
  /** The script's answer about those names of which it is another than what was asked for. */
  readonly others: ReadonlyMap<string, string>;
}

/** The calls of one holder about leases. */
export class OwnLeases {
  /** Told by Redis with each renewal. */
  readonly clock = new SharedClock();

  /** @param failed called when Redis did not answer a release. */
  constructor(
    private readonly redis: BufferRedis,
    private readonly keys: BufferKeys,
    private readonly holder: string,
    readonly times: LeaseTimes,
    private readonly failed: (error: Error) => void,
  ) {}

  /** Claims or renews what is asked for. May reject. */
  async renew(
    asked: AskedLeases['packed'],
    { heardAt = 0, claimsFrom = 0 } = {},
  ): Promise<RenewalAnswer> {
    const askedAt = performance.now();
    const [now, endsAt, ...told] = await this.redis.renewLeases({
      leases: this.keys.leases,
      holder: this.holder,
      livesMs: this.times.livesMs,
      heardAt,
      claimsFrom,
      asked,
    });
    this.clock.heard(Number(now), performance.now() - askedAt);
    const others = new Map<string, string>();
    for (let i = 0; i + 1 < told.length; i += 2) others.set(told[i]!, told[i + 1]!);
    return { now: Number(now), endsAt: Number(endsAt), others };
  }

  /** Gives back the leases among these that are its own. Never rejects. */
  async release(bridges: readonly string[]): Promise<void> {
    if (bridges.length === 0) return;
    const { holder } = this;
    try {
      await this.redis.releaseLeases({ leases: this.keys.leases, holder, bridges });
    } catch (error) {
      this.failed(error as Error);
    }
  }
}
