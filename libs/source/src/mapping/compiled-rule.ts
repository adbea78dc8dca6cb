import {
  cleanText,
  integerOf,
  stripHtml,
  TEXT_LENGTH_DEFAULT,
  textOf,
  type EventType,
  type User,
} from '#live-event';
import type { FrameSink } from '../frame.js';
import { eventTime } from './event-time.js';
import { GiftReader } from './gift-reader.js';
import type { MappingRule } from './mapping.js';
import type { MappingProblem } from './mapping-problem.js';
import { isNumeric, numeric } from './numeric.js';
import { Path } from './path.js';
import { RuleConditions } from './rule-conditions.js';
import type { StreakCounter } from './streak-counter.js';
import { UserReader } from './user-reader.js';

/** Takes out of a text what a platform puts in and nobody says, such as emote codes. */
export type SpokenText = (text: string) => string;

/** A rule of a mapping with its paths read, so that a message costs look-ups only. */
export class CompiledRule {
  readonly conditions: RuleConditions;
  readonly #event: EventType;
  readonly #id: Path | undefined;
  readonly #time: Path | undefined;
  readonly #user: UserReader;
  readonly #text: Path | undefined;
  readonly #isHtml: boolean;
  readonly #spoken: SpokenText | undefined;
  readonly #gift: GiftReader;
  readonly #viewers: Path | undefined;

  constructor(rule: MappingRule, streaks: StreakCounter, spoken: SpokenText | undefined) {
    this.conditions = new RuleConditions(rule.when);
    this.#event = rule.event;
    this.#id = Path.maybe(rule.id);
    this.#time = Path.maybe(rule.time);
    this.#user = new UserReader(rule.user ?? {});
    this.#text = Path.maybe(rule.text);
    this.#isHtml = rule.textFormat === 'html';
    this.#spoken = spoken;
    this.#gift = new GiftReader(rule.gift ?? {}, rule.combo, streaks);
    this.#viewers = Path.maybe(rule.viewers);
  }

  /** Gives the sink what the message is: an event, or why it is none. */
  apply(message: object, platform: string, sink: FrameSink): void {
    if (this.#event === 'viewers') return this.#watch(message, sink);
    const user = this.#user.read(message, platform);
    if (user === undefined) return sink.malformed('no-user' satisfies MappingProblem);
    switch (this.#event) {
      case 'comment':
        return this.#comment(message, user, sink);
      case 'gift':
        return this.#give(message, user, sink);
      case 'enter':
      case 'like':
      case 'follow':
        return sink.event({
          type: this.#event,
          id: this.#idOf(message),
          timestamp: this.#timeOf(message),
          user,
        });
    }
  }

  #watch(message: object, sink: FrameSink): void {
    const viewers = numeric(this.#viewers?.read(message));
    if (!isNumeric(viewers)) return sink.malformed('no-viewers' satisfies MappingProblem);
    const id = this.#idOf(message);
    const timestamp = this.#timeOf(message);
    sink.event({ type: 'viewers', id, timestamp, numberOfViewers: integerOf(viewers) });
  }

  #comment(message: object, user: User, sink: FrameSink): void {
    const raw = this.#text?.read(message);
    if (typeof raw === 'object' || typeof raw === 'boolean') {
      return sink.malformed('no-text' satisfies MappingProblem);
    }
    const text = this.#clean(raw);
    if (text === '') return sink.ignored('empty');
    const id = this.#idOf(message);
    const timestamp = this.#timeOf(message);
    sink.event({ type: 'comment', id, timestamp, user, text });
  }

  #give(message: object, user: User, sink: FrameSink): void {
    const gift = this.#gift.read(message, user);
    if (gift === 'streak') return sink.ignored(gift);
    const text = this.#clean(this.#text?.read(message));
    const id = this.#idOf(message);
    const timestamp = this.#timeOf(message);
    if (gift === 'no-gift') {
      if (text === '') return sink.ignored(gift);
      return sink.event({ type: 'comment', id, timestamp, user, text });
    }
    sink.event({ type: 'gift', id, timestamp, user, gift });
    if (text === '') return;
    // Two events of one message need two ids, or one would pass for a repeat of the other.
    const textId = id === undefined ? undefined : `${id}:comment`;
    sink.event({ type: 'comment', id: textId, timestamp, user, text });
  }

  #idOf(message: object): string | undefined {
    const value = this.#id?.read(message);
    const id = typeof value === 'number' ? String(value) : value;
    // Platforms with typed messages send 0 for an id that is not there.
    return typeof id === 'string' && id !== '0' ? id : undefined;
  }

  #timeOf(message: object): number | undefined {
    return this.#time === undefined ? undefined : eventTime(this.#time.read(message));
  }

  #clean(raw: unknown): string {
    if (typeof raw !== 'string') return textOf(raw, TEXT_LENGTH_DEFAULT);
    const text = this.#isHtml ? stripHtml(raw) : raw;
    return cleanText(this.#spoken?.(text) ?? text, TEXT_LENGTH_DEFAULT);
  }
}
