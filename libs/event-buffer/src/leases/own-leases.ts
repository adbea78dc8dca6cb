import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';

/** How long a lease lives without a renewal, and how often it is renewed. */
export interface LeaseTimes {
  readonly livesMs: number;
  readonly renewEveryMs: number;
}

export const LEASE_TIMES_DEFAULT: LeaseTimes = { livesMs: 8000, renewEveryMs: 2000 };

/** The calls of one holder about leases. */
export class OwnLeases {
  /** @param failed called when Redis did not answer a release. */
  constructor(
    private readonly redis: BufferRedis,
    private readonly keys: BufferKeys,
    private readonly holder: string,
    readonly times: LeaseTimes,
    private readonly failed: (error: Error) => void,
  ) {}

  /**
   * Claims or renews each name, with the epoch that is known: returns the script's answer. May
   * reject.
   */
  async renew(
    asked: readonly (readonly [name: string, epoch: number])[],
    { heardAt = 0, claimsFrom = 0 } = {},
  ): Promise<readonly string[]> {
    return this.redis.renewLeases({
      leases: this.keys.leases,
      holder: this.holder,
      livesMs: this.times.livesMs,
      heardAt,
      claimsFrom,
      asked,
    });
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
