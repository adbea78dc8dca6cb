import type { Appender } from '#event-buffer';
import type { StreakCounter } from '#source';

export interface BridgeStreaksParts {
  readonly appender: Pick<Appender, 'streaksOf' | 'areStreaksOfOthers'>;
  readonly failed: (error: Error) => void;
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
   * @param allBefore see {@link StreakCounter.restore}.
   * @returns whether Redis told it.
   */
  async recall(counter: StreakCounter, allBefore?: number): Promise<boolean> {
    const { target, name } = this.#bridge;
    try {
      const notes = await this.#parts.appender.streaksOf(target, name);
      counter.restore(notes, Date.now(), allBefore);
      return true;
    } catch (error) {
      this.#parts.failed(error as Error);
      return false;
    }
  }

  /** Whether another process has appended since this one last did, on its lane. Never rejects. */
  async areOfOthers(own: { readonly lane: string; readonly epoch: number }): Promise<boolean> {
    const { target, name: bridge } = this.#bridge;
    try {
      return await this.#parts.appender.areStreaksOfOthers({ target, bridge, ...own });
    } catch (error) {
      this.#parts.failed(error as Error);
      return false;
    }
  }
}
