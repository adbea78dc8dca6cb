/** How long a server that left a ping unanswered is not waited for again, in ms. */
const SILENT_MS = 10 * 60_000;
/** Servers are named in the configuration, but may send on to any. */
const SERVERS_MAX = 1000;

/** The servers that have left a ping unanswered: hundreds of rooms on one of them need not wait each for itself. */
export class SilentServers {
  /** When each was last asked in vain, by a clock that never goes back, in ms. */
  readonly #since = new Map<string, number>();

  has(server: string, now: number): boolean {
    return now - (this.#since.get(server) ?? -Infinity) < SILENT_MS;
  }

  add(server: string, now: number): void {
    if (this.#since.size >= SERVERS_MAX) this.#since.clear();
    this.#since.set(server, now);
  }

  /** It has answered, however late. */
  delete(server: string): void {
    this.#since.delete(server);
  }
}
