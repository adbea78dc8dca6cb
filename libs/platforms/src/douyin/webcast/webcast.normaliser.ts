import { makeGift, makeUser, textOf } from '#live-event';
import type { Gift, User } from '#live-event';
import { eventTime, StreakCounter, type FrameSink } from '#source';
import { ignoredKind } from '../../decoding/ignored-kind.js';
import { audienceOf } from './audience.js';
import type { WebcastDialect, WebcastGift } from './webcast-dialect.js';
import { METHOD } from './webcast.external.js';
import type { Stamp } from '../../decoding/stamp.js';

/**
 * Turns Douyin's messages into events, whichever tool passed them on. One for each bridge, since it
 * remembers gift streaks.
 */
export class WebcastNormaliser<Message extends object> {
  readonly streaks = new StreakCounter();
  readonly #dialect: WebcastDialect<Message>;

  constructor(dialect: WebcastDialect<Message>) {
    this.#dialect = dialect;
  }

  /** @param method Douyin's name for the message. */
  normalise(method: string, message: Message, sink: FrameSink): void {
    const dialect = this.#dialect;
    switch (method) {
      case METHOD.screenChat:
      case METHOD.privilegedScreenChat:
        // Douyin itself also sends these, without a user.
        if (this.#user(message) === undefined) return sink.ignored(method);
        return this.#chat(message, sink);
      case METHOD.chat:
      case METHOD.spokenChat:
        return this.#chat(message, sink);
      case METHOD.sticker:
        // A picture without a name says nothing.
        if (dialect.sticker(message) === '') return sink.ignored(method);
        return this.#said(dialect.sticker(message), message, sink);
      case METHOD.gift:
        return this.#gift(message, sink);
      case METHOD.like:
        return this.#act('like', message, sink);
      case METHOD.enter:
        if (dialect.isEntry(message)) return this.#act('enter', message, sink);
        return sink.ignored(method);
      case METHOD.fansClub:
        if (dialect.joinedFansClub(message)) return this.#act('follow', message, sink);
        return sink.ignored(method);
      case METHOD.social: {
        const social = dialect.social(message);
        if (social === 'follow') return this.#act('follow', message, sink);
        return sink.ignored(social ?? method);
      }
      case METHOD.viewers: {
        const numberOfViewers = audienceOf(dialect.viewers(message));
        if (numberOfViewers === undefined) return sink.ignored(method);
        return sink.event({ type: 'viewers', ...this.#stamp(message), numberOfViewers });
      }
      case METHOD.control: {
        const room = dialect.room(message);
        if (room !== undefined) sink.room?.(room);
        return sink.ignored(method);
      }
      default:
        return sink.ignored(ignoredKind(method, 'no-method'));
    }
  }

  #act(type: 'like' | 'enter' | 'follow', message: Message, sink: FrameSink): void {
    const user = this.#user(message);
    if (user === undefined) return sink.malformed('no-user');
    sink.event({ type, ...this.#stamp(message), user });
  }

  #chat(message: Message, sink: FrameSink): void {
    this.#said(this.#dialect.text(message), message, sink);
  }

  #said(text: string, message: Message, sink: FrameSink): void {
    const user = this.#user(message);
    if (user === undefined) return sink.malformed('no-user');
    if (text === '') return sink.ignored('empty');
    sink.event({ type: 'comment', ...this.#stamp(message), user, text });
  }

  #gift(message: Message, sink: FrameSink): void {
    const user = this.#user(message);
    if (user === undefined) return sink.malformed('no-user');
    const raw = this.#dialect.gift(message);
    const gift = makeGift(raw);
    const count = raw.streak ? this.#added(user, raw, gift) : raw.count;
    if (count === 0) return sink.ignored('streak');
    const given = count === raw.count ? gift : makeGift({ ...raw, count });
    const counted = raw.streak ? `${streakOf(user, raw, gift)}\n${raw.count}` : undefined;
    sink.event({ type: 'gift', ...this.#stamp(message), user, gift: given }, counted);
  }

  #added(user: User, raw: WebcastGift, gift: Gift): number {
    const streak = streakOf(user, raw, gift);
    const added = this.streaks.added(streak, raw.count, raw.ended);
    // Without a group the next streak has the same name, and most streaks are one gift long: one
    // that begins at 1 again would look like a repeat of the end.
    if (raw.ended && raw.group === '') this.streaks.forget(streak);
    return added;
  }

  #user(message: Message): User | undefined {
    return makeUser('douyin', this.#dialect.user(message));
  }

  #stamp(message: Message): Stamp {
    const id = textOf(this.#dialect.id(message), ID_LENGTH_MAX);
    return {
      id: id === '' || id === '0' ? undefined : id,
      timestamp: eventTime(this.#dialect.time(message)),
    };
  }
}

function streakOf(user: User, { id, group }: WebcastGift, gift: Gift): string {
  return `${user.userId}\n${textOf(id, ID_LENGTH_MAX) || gift.giftName}\n${group}`;
}

const ID_LENGTH_MAX = 64;
