import type { ConnectionStatus } from '#source';

/** A source that could not be connected for this long may be reachable from another host, in ms. */
const STUCK_MS = 15_000;

/** How long a source has failed to connect, or has been connected. */
export class ConnectTimes {
  #since: number | undefined;
  /** A source is idle at first. */
  #hearsSince: number | undefined = performance.now();

  note({ state, failures }: Pick<ConnectionStatus, 'state' | 'failures'>): void {
    const hears = state === 'ready' || state === 'idle';
    this.#hearsSince = hears ? (this.#hearsSince ?? performance.now()) : undefined;
    if (hears) this.#since = undefined;
    else if (failures > 0) this.#since ??= performance.now();
  }

  /** For how long it has been connected, or need not be, in ms; 0 where it is not. */
  get hearsForMs(): number {
    return this.#hearsSince === undefined ? 0 : performance.now() - this.#hearsSince;
  }

  /** Whether it has failed for so long that another collector might try. */
  get isLong(): boolean {
    return this.#since !== undefined && performance.now() - this.#since > STUCK_MS;
  }
}
