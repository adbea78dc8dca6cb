import { randomInt } from 'node:crypto';
import { inOwnTime } from '#timing';
import { SilentServers } from './silent-servers.js';

/** Where marks begin: a server that sends pongs unasked may count or date them, and must not hit one by chance. */
const MARKS_FROM = randomInt(2 ** 46);
/** Marks of pings: one socket may be that of many links. */
let lastMark = MARKS_FROM;
/** What this process knows of servers is the same for all links. */
const silent = new SilentServers();

/** Pings of one link that wait for their answer. */
export class RoundTrips {
  readonly #server: string;
  readonly #answerMs: number;
  readonly #isUnread: () => boolean;
  readonly #waiting = new Map<number, (isAnswered: boolean) => void>();

  /**
   * @param url of the server.
   * @param answerMs how long it has to answer.
   * @param isUnread whether its socket is not read now: an answer may wait in it.
   */
  constructor(url: string, answerMs: number, isUnread: () => boolean = () => false) {
    this.#server = URL.canParse(url) ? new URL(url).host : url;
    this.#answerMs = answerMs;
    this.#isUnread = isUnread;
  }

  /**
   * Resolves with the answer, at the end of the link, or when its time is over; at once where the server has lately
   * left another ping unanswered.
   *
   * @param ping sends a ping with this mark. @returns whether an answer may come; without one it resolves at once.
   * @returns whether the server has answered.
   */
  async begin(ping: (mark: number) => boolean): Promise<boolean> {
    if (silent.has(this.#server, performance.now())) return false;
    const mark = ++lastMark;
    const answered = new Promise<boolean>((resolve) => this.#waiting.set(mark, resolve));
    if (!ping(mark)) {
      this.#waiting.delete(mark);
      return false;
    }
    return inOwnTime(answered, this.#answerMs, () => {
      this.#waiting.delete(mark);
      if (!this.#isUnread()) silent.add(this.#server, performance.now());
      return false;
    });
  }

  /** A peer may leave out the answers to pings before this one. */
  answered(mark: number): void {
    if (mark <= MARKS_FROM || mark > lastMark) return;
    silent.delete(this.#server);
    this.#resolve(mark, true);
  }

  /**
   * The link is over.
   * @param byServer whether the server, or the network, has ended it: perhaps for the ping, and then again.
   */
  end(byServer: boolean): void {
    if (byServer && this.#waiting.size > 0) silent.add(this.#server, performance.now());
    this.#resolve(lastMark, false);
  }

  #resolve(upTo: number, isAnswered: boolean): void {
    for (const [mark, resolve] of this.#waiting) {
      if (mark > upTo) return;
      this.#waiting.delete(mark);
      resolve(isAnswered);
    }
  }
}
