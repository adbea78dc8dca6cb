import { fieldsOf, integerOf, makeGift, makeUser, TEXT_LENGTH_DEFAULT, textOf } from '#live-event';
import type { User } from '#live-event';
import { eventTime, type FrameSink } from '#source';
import { ignoredKind } from '../decoding/ignored-kind.js';
import { COMMAND, type OpenEvent } from './bilibili-open.external.js';
import { guardGift, spokenText, superChat } from './bilibili-words.js';

/**
 * Turns one command into events. Commands that are not listed (messages mirrored from another room,
 * deleted super chats, the start and end of a stream) are ignored by name.
 */
export function normaliseCommand(cmd: string, event: Partial<OpenEvent>, sink: FrameSink): void {
  switch (cmd) {
    case COMMAND.comment:
      return by(event, sink, (user) => commented(user, event, sink));
    case COMMAND.gift:
      return by(event, sink, (user) => gave(user, event, sink));
    case COMMAND.guard:
      return by(event, sink, (user) => guarded(user, event, sink));
    case COMMAND.superChat:
      return by(event, sink, (user) =>
        superChat({ ...stampOf(event), user }, event.rmb, event.message, sink),
      );
    case COMMAND.like:
      return by(event, sink, (user) => sink.event({ type: 'like', ...stampOf(event), user }));
    case COMMAND.enter:
      return by(event, sink, (user) => sink.event({ type: 'enter', ...stampOf(event), user }));
    case COMMAND.liveStart:
    case COMMAND.liveEnd:
      sink.room?.(cmd === COMMAND.liveStart ? 'live' : 'ended');
      return sink.ignored(cmd);
    default:
      return sink.ignored(ignoredKind(cmd, 'no-command'));
  }
}

function by(event: Partial<OpenEvent>, sink: FrameSink, act: (user: User) => void): void {
  const who = event.user_info === undefined ? event : fieldsOf(event.user_info);
  const user = makeUser('bilibili', {
    id: textOf(who.open_id, ID_LENGTH_MAX) || who.uid,
    name: who.uname,
    level: event.glory_level,
    badge: event.fans_medal_name,
    badgeLevel: event.fans_medal_level,
    guard: event.guard_level,
  });
  if (user === undefined) sink.malformed('no-user');
  else act(user);
}

function commented(user: User, event: Partial<OpenEvent>, sink: FrameSink): void {
  const isPicture = integerOf(event.dm_type) === PICTURE;
  const text = isPicture ? textOf(event.msg, TEXT_LENGTH_DEFAULT) : spokenText(event.msg);
  if (text === '') return sink.ignored('empty');
  sink.event({ type: 'comment', ...stampOf(event), user, text });
}

function gave(user: User, event: Partial<OpenEvent>, sink: FrameSink): void {
  const gift = makeGift({
    name: event.gift_name,
    id: event.gift_id,
    count: event.gift_num,
    // The price of a gift that is not paid for is no money.
    unitValue: event.paid === false ? 0 : integerOf(event.r_price) || event.price,
  });
  sink.event({ type: 'gift', ...stampOf(event), user, gift });
}

function guarded(user: User, event: Partial<OpenEvent>, sink: FrameSink): void {
  const { guard_level: level, guard_num: count, guard_unit: unit, price } = event;
  const gift = guardGift({ level, count, unit, price });
  sink.event({ type: 'gift', ...stampOf(event), user, gift });
}

function stampOf({ msg_id, timestamp }: Partial<OpenEvent>) {
  return { id: textOf(msg_id, ID_LENGTH_MAX) || undefined, timestamp: eventTime(timestamp) };
}

const PICTURE = 1;
const ID_LENGTH_MAX = 128;
