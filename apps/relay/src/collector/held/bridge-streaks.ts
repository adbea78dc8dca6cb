import type { Appender, OwnLane } from '#event-buffer';
import type { StreakCounter } from '#source';
import { StreakTurn } from './streak-turn.js';

export type { StreakTurn } from './streak-turn.js';

export interface BridgeStreaksParts {
  readonly appender: Pick<Appender, 'streaksOf' | 'takeStreakTurn' | 'endStreakTurn'>;
  readonly failed: (error: Error) => void;
  /** The time of day that all processes share, in ms. */
  readonly sharedNow: () => number;
}

/**
 * Keeps a counter of gift streaks in step with the other processes that append to the same bridge.
 */
export class BridgeStreaks {
  readonly #bridge: { readonly name: string; readonly target: string };
  readonly #parts: BridgeStreaksParts;

  constructor(
    bridge: { readonly name: string; readonly target: string },
    parts: BridgeStreaksParts,
  ) {
    this.#bridge = bridge;
    this.#parts = parts;
  }

  /**
   * Goes on from how far they are counted in the buffer. Never rejects.
   *
   * @param where see {@link StreakCounter.restore}.
   * @returns whether Redis told it.
   */
  async recall(
    counter: StreakCounter,
    where: Parameters<StreakCounter['restore']>[2],
  ): Promise<boolean> {
    const { target, name } = this.#bridge;
    try {
      const notes = await this.#parts.appender.streaksOf(target, name);
      counter.restore(notes, this.#parts.sharedNow(), where);
      return true;
    } catch (error) {
      this.#parts.failed(error as Error);
      return false;
    }
  }

  /**
   * The turn to count among all processes that append to the bridge.
   *
   * @param laneOf under which lane this one does; absent where it counts no streaks, or is the only one.
   * @param goOn goes on with what others counted; false where Redis does not tell.
   */
  turnOf(laneOf: () => Lane | undefined, goOn: () => Promise<boolean>): StreakTurn {
    const { appender, failed } = this.#parts;
    const { target, name: bridge } = this.#bridge;
    let own: OwnLane | undefined;
    let areOthers = false;
    return new StreakTurn({
      take: async () => {
        const lane = laneOf();
        own = lane && { target, bridge, ...lane };
        if (own === undefined) return true;
        // A process that waits in vain knows at least that there are others.
        areOthers = true;
        const turn = await appender.takeStreakTurn(own);
        areOthers = turn !== 'own';
        return turn !== 'busy';
      },
      begun: async () => own === undefined || !areOthers || goOn(),
      end: async () => own && appender.endStreakTurn(own),
      failed,
    });
  }
}

interface Lane {
  readonly lane: string;
  readonly epoch: number;
}
