import type { ConnectionStatus } from '#source';

/** A source that could not be connected for this long may be reachable from another host, in ms. */
const STUCK_MS = 15_000;

/** How long a source has failed to connect, or has been connected. */
export class ConnectTimes {
  /** Since when it fails, later by how long it has waited for its turn meanwhile. */
  #since: number | undefined;
  #waitsSince: number | undefined;
  /** A source is idle at first. */
  #hearsSince: number | undefined = performance.now();

  note({ state, failures }: Pick<ConnectionStatus, 'state' | 'failures'>): void {
    const hears = state === 'ready' || state === 'idle';
    this.#hearsSince = hears ? (this.#hearsSince ?? performance.now()) : undefined;
    if (hears) this.#since = undefined;
    else if (failures > 0) this.#since ??= performance.now();
  }

  /** It waits for its turn: nothing is known from that of whether it can be reached. */
  async waiting(turn: Promise<void>): Promise<void> {
    const waitsSince = performance.now();
    this.#waitsSince = waitsSince;
    await turn;
    this.#waitsSince = undefined;
    if (this.#since !== undefined) this.#since += performance.now() - waitsSince;
  }

  /** For how long it has been connected, or need not be, in ms; 0 where it is not. */
  get hearsForMs(): number {
    return this.#hearsSince === undefined ? 0 : performance.now() - this.#hearsSince;
  }

  /** Whether it has failed for so long that another collector might try. */
  get isLong(): boolean {
    const until = this.#waitsSince ?? performance.now();
    return this.#since !== undefined && until - this.#since > STUCK_MS;
  }
}
