import { textOf, type Gift, type User } from '#live-event';
import { idOfPart, type FrameSink } from '#source';
import { TOLD_TOGETHER_MS, type Tellings } from '../decoding/tellings.js';
import type { Stamp } from '../decoding/stamp.js';

/**
 * One notification on its way to the sink. Twitch reports a payment, or the words of a reward, by
 * several kinds of event: the first that arrives counts.
 */
export class Telling {
  readonly #way: string;
  readonly #stamp: Stamp;
  readonly #tellings: Tellings;
  readonly #sink: FrameSink;

  /** @param way the kind of event that reports it. */
  constructor(way: string, stamp: Stamp, tellings: Tellings, sink: FrameSink) {
    this.#way = way;
    this.#stamp = stamp;
    this.#tellings = tellings;
    this.#sink = sink;
  }

  /** The same, identified by the id of its chat message, which IRC has, too. */
  withId(messageId: unknown, way = this.#way): Telling {
    const id = textOf(messageId, ID_LENGTH_MAX) || this.#stamp.id;
    return new Telling(way, { ...this.#stamp, id }, this.#tellings, this.#sink);
  }

  ignored(kind: string): void {
    this.#sink.ignored(kind);
  }

  withUser(user: User | undefined, report: (user: User) => void): void {
    if (user === undefined) this.#sink.malformed('no-user');
    else report(user);
  }

  followed(user: User): void {
    this.#sink.event({ type: 'follow', ...this.#stamp, user });
  }

  /**
   * @param what identifies the payment, whichever kind of event reports it.
   * @param part distinguishes the gift's id from that of the words that came with it.
   */
  paid(user: User, gift: Gift, what: string, { lastsMs = TOLD_TOGETHER_MS, part = '' } = {}): void {
    const isNew = this.#tellings.isNew(`${what}\n${user.userId}`, this.#way, lastsMs);
    if (!isNew) return this.#sink.ignored(TOLD_BEFORE);
    this.#sink.event({ type: 'gift', ...this.#partOf(part), user, gift });
  }

  said(user: User, text: string): void {
    this.#sink.event({ type: 'comment', ...this.#stamp, user, text });
  }

  /** Passes on words that other kinds of event report, too. */
  saidOnce(user: User, text: string, part = ''): void {
    const isNew = this.#tellings.isNew(`words\n${user.userId}\n${text}`, this.#way);
    if (!isNew) return this.#sink.ignored(TOLD_BEFORE);
    this.#sink.event({ type: 'comment', ...this.#partOf(part), user, text });
  }

  #partOf(part: string): Stamp {
    const { id, timestamp } = this.#stamp;
    return { id: part === '' ? id : idOfPart(id, part), timestamp };
  }
}

const TOLD_BEFORE = 'told-before';
const ID_LENGTH_MAX = 128;
