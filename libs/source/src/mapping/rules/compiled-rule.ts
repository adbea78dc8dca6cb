import { integerOf, shownCount, type EventType, type User } from '#live-event';
import type { FrameSink } from '../../frame.js';
import type { RoomState } from '../../hearing-terms.js';
import { idOfPart } from '../../id-of-part.js';
import { eventTime } from '../readers/event-time.js';
import { GiftReader } from '../readers/gift-reader.js';
import type { MappingRule } from '../mapping.js';
import type { MappingProblem } from '../mapping-problem.js';
import { isNumeric } from '../numeric.js';
import { PlatformReader } from '../readers/platform-reader.js';
import { RawReader } from '../readers/raw-reader.js';
import { RuleConditions } from './rule-conditions.js';
import type { StreakCounter } from '../../streaks/streak-counter.js';
import { TextReader, type SpokenText } from '../readers/text-reader.js';
import { UserReader } from '../readers/user-reader.js';
import { readerOf, type Reader } from '../readers/value-reader.js';
import { wholeNumber } from '../whole-number.js';

const [USER, TEXT, VIEWERS] = [{ field: 'user' }, { field: 'text' }, { field: 'viewers' }] as const;

/** A rule of a mapping with its paths compiled, so that a message costs only look-ups. */
export class CompiledRule {
  readonly conditions: RuleConditions;
  readonly #event: EventType | 'ignore';
  readonly #as: string;
  readonly #room: RoomState | undefined;
  readonly #id: Reader | undefined;
  readonly #time: Reader | undefined;
  readonly #user: UserReader;
  readonly #text: TextReader | undefined;
  readonly #gift: GiftReader;
  readonly #viewers: Reader | undefined;
  readonly #raw: RawReader | undefined;
  readonly #platform: PlatformReader;
  /** The index of the current message. */
  #index = 0;

  /** @param platform the mapping's, if the rule names none. */
  constructor(
    rule: MappingRule,
    streaks: StreakCounter,
    platform: PlatformReader,
    spoken: SpokenText | undefined,
  ) {
    this.conditions = new RuleConditions(rule.when);
    this.#event = rule.event;
    this.#as = rule.as ?? 'ignored';
    this.#room = rule.room;
    this.#id = readerOf(rule.id);
    this.#time = readerOf(rule.time);
    this.#user = new UserReader(rule.user ?? {});
    const { text, textFormat } = rule;
    if (text !== undefined) this.#text = new TextReader(text, textFormat === 'html', spoken);
    this.#gift = new GiftReader(rule.gift ?? {}, rule.combo, streaks);
    this.#viewers = readerOf(rule.viewers);
    if (rule.event === 'raw') this.#raw = new RawReader(rule);
    this.#platform = platform.orOf(rule);
  }

  /**
   * Gives the sink the event of the message, or the reason why it is none.
   * @param frame what `$` stands for.
   * @param index the index of the message within the frame.
   */
  apply(message: object, frame: unknown, index: number, sink: FrameSink): void {
    this.#index = index;
    if (this.#event === 'ignore') {
      if (this.#room !== undefined) sink.room?.(this.#room);
      return sink.ignored(this.#as);
    }
    if (this.#event === 'viewers') return this.#watch(message, frame, sink);
    if (this.#event === 'raw') return this.#pass(message, frame, sink);
    const platform = this.#platform.read(message, frame);
    const user = this.#user.read(message, frame, platform, sink);
    if (user === undefined) return sink.malformed('no-user' satisfies MappingProblem, USER);
    switch (this.#event) {
      case 'comment':
        return this.#comment(message, frame, user, platform, sink);
      case 'gift':
        return this.#give(message, frame, user, platform, sink);
      case 'enter':
      case 'like':
      case 'follow':
        return sink.event({
          type: this.#event,
          id: this.#idOf(message, frame),
          timestamp: this.#timeOf(message, frame),
          user,
        });
    }
  }

  #watch(message: object, frame: unknown, sink: FrameSink): void {
    const told = countOf(this.#viewers?.read(message, frame));
    if (!isNumeric(told)) return sink.malformed('no-viewers' satisfies MappingProblem, VIEWERS);
    const viewers = wholeNumber(told, sink, VIEWERS.field);
    if (viewers === undefined) return;
    const id = this.#idOf(message, frame);
    const timestamp = this.#timeOf(message, frame);
    sink.event({ type: 'viewers', id, timestamp, numberOfViewers: integerOf(viewers) });
  }

  #pass(message: object, frame: unknown, sink: FrameSink): void {
    const raw = this.#raw?.read(message, frame, sink);
    if (raw === undefined) return;
    const id = this.#idOf(message, frame);
    sink.event({ id, timestamp: this.#timeOf(message, frame), ...raw });
  }

  #comment(message: object, frame: unknown, user: User, platform: string, sink: FrameSink): void {
    const text = this.#text?.read(message, frame, platform);
    if (text === undefined) return sink.malformed('no-text' satisfies MappingProblem, TEXT);
    if (text === '') return sink.ignored('empty');
    const id = this.#idOf(message, frame);
    const timestamp = this.#timeOf(message, frame);
    sink.event({ type: 'comment', id, timestamp, user, text });
  }

  #give(message: object, frame: unknown, user: User, platform: string, sink: FrameSink): void {
    const gift = this.#gift.read(message, frame, user, sink);
    if (gift === 'streak') return sink.ignored(gift);
    const given = gift === 'no-gift' ? undefined : gift;
    const text = this.#text?.read(message, frame, platform, given) ?? '';
    const id = this.#idOf(message, frame);
    const timestamp = this.#timeOf(message, frame);
    if (gift === 'no-gift') {
      if (text === '') return sink.ignored(gift);
      return sink.event({ type: 'comment', id, timestamp, user, text });
    }
    sink.event({ type: 'gift', id, timestamp, user, gift }, this.#gift.counted);
    if (text === '') return;
    sink.event({ type: 'comment', id: idOfPart(id, 'comment'), timestamp, user, text });
  }

  #idOf(message: object, frame: unknown): string | undefined {
    const id = idIn(this.#id, message, frame);
    if (this.#index === 0 || id === undefined || id !== idIn(this.#id, NOTHING, frame)) return id;
    // The frame's own id: its messages must not be taken for repeats of the first.
    return `${id}:${this.#index}`;
  }

  #timeOf(message: object, frame: unknown): number | undefined {
    return this.#time === undefined ? undefined : eventTime(this.#time.read(message, frame));
  }
}

function idIn(reader: Reader | undefined, message: object, frame: unknown): string | undefined {
  const value = reader?.read(message, frame);
  const id = typeof value === 'number' ? String(value) : value;
  // Platforms with typed messages send 0 for a missing id.
  return typeof id === 'string' && id !== '0' ? id : undefined;
}

/** A count, which may be abbreviated, such as `1.2万`. */
function countOf(value: unknown): unknown {
  return typeof value === 'string' ? (shownCount(value) ?? value) : value;
}

const NOTHING = {};
