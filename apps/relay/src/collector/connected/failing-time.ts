import type { ConnectionStatus } from '#source';

/** A source that could not be connected for so long may be reachable from another host, in ms. */
const STUCK_MS = 15_000;

/** How long a source has failed to connect. */
export class FailingTime {
  #since: number | undefined;

  note({ state, failures }: Pick<ConnectionStatus, 'state' | 'failures'>): void {
    if (state === 'ready' || state === 'idle') this.#since = undefined;
    else if (failures > 0) this.#since ??= performance.now();
  }

  /** Whether it has failed for so long that another collector might try. */
  get isLong(): boolean {
    return this.#since !== undefined && performance.now() - this.#since > STUCK_MS;
  }
}
