import { untilAborted } from '#timing';
import { SilentServers } from './silent-servers.js';

/** Marks of pings: one socket may be that of many links. */
let lastMark = 0;
/** What this process knows of servers is the same for all links. */
const silent = new SilentServers();

/** Pings of one link that wait for their answer. */
export class RoundTrips {
  readonly #server: string;
  readonly #waiting = new Map<number, () => void>();

  /** @param url of the server. */
  constructor(url: string) {
    this.#server = URL.canParse(url) ? new URL(url).host : url;
  }

  /**
   * Resolves with the answer, at the end of the link, or when `signal` aborts; at once where the server has lately
   * left another ping unanswered.
   *
   * @param ping sends a ping with this mark. @returns whether an answer may come; without one it resolves at once.
   */
  async begin(signal: AbortSignal, ping: (mark: number) => boolean): Promise<void> {
    if (silent.has(this.#server, performance.now())) return;
    const mark = ++lastMark;
    const answered = new Promise<void>((resolve) => this.#waiting.set(mark, resolve));
    if (ping(mark)) await untilAborted(signal, answered);
    else this.#waiting.delete(mark);
    if (this.#waiting.delete(mark)) silent.add(this.#server, performance.now());
  }

  /** A peer may leave out the answers to pings before this one. */
  answered(mark: number): void {
    silent.delete(this.#server);
    this.#resolve(mark);
  }

  end(): void {
    this.#resolve(lastMark);
  }

  #resolve(upTo: number): void {
    for (const [mark, resolve] of this.#waiting) {
      if (mark > upTo) return;
      this.#waiting.delete(mark);
      resolve();
    }
  }
}
