import { integerOf, makeGift, makeUser, TEXT_LENGTH_DEFAULT, textOf } from '#live-event';
import type { User } from '#live-event';
import { eventTime, parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { commentText } from '../comment-text.js';
import { fieldsOf } from '../douyin/webcast-dialect.js';
import { ignoredKind } from '../ignored-kind.js';
import { COMMAND_NOTICE, NOTICE, type HuyaFrame, type HuyaNotice } from './huya-open.external.js';

/**
 * Decodes Huya's notices, one a frame, of the older addresses too, which do not name them: there
 * the fields tell. Events have no ids: Huya has none.
 */
export class HuyaOpenDecoder implements FrameDecoder {
  /** @param refused is told the status where Huya does not accept the connection. */
  decode(frame: Frame, sink: FrameSink, refused?: (status: number) => void): void {
    const text = frame.toString();
    if (text === 'ping' || text === 'pong') return sink.ignored('keep-alive');
    const document = parseJson(text);
    if (document === undefined) return sink.malformed('not-json');
    const { notice, statusCode, data } = fieldsOf(document as HuyaFrame);
    const status = integerOf(statusCode);
    const named = typeof notice === 'string' ? notice : '';
    if (status !== 0 && status !== OK) {
      if (named === '' || named === COMMAND_NOTICE) refused?.(status);
      return sink.ignored(`status-${status}`);
    }
    if (typeof data !== 'object' || data === null) {
      return named === '' ? sink.malformed('no-data') : sink.ignored(ignoredKind(named, 'no-data'));
    }
    normalise(named === '' ? noticeOf(data) : named, data, sink);
  }
}

function noticeOf(data: Partial<HuyaNotice>): string {
  if (data.itemId !== undefined || data.itemName !== undefined) return NOTICE.gift;
  if (data.content !== undefined) return NOTICE.comment;
  return data.userNick === undefined ? 'no-notice' : NOTICE.enter;
}

function normalise(notice: string, data: Partial<HuyaNotice>, sink: FrameSink): void {
  switch (notice) {
    case NOTICE.comment:
      return by(data, sink, (user) => {
        const text = spoken(data.content);
        if (text === '') return sink.ignored('empty');
        sink.event({ type: 'comment', user, text });
      });
    case NOTICE.gift:
      return gave(data, { name: data.itemName, id: data.itemId, count: data.sendItemCount }, sink);
    case NOTICE.noble:
      return gave(data, { name: data.nobleName, id: '贵族', count: data.months }, sink);
    case NOTICE.guardian:
      return gave(data, { name: data.guardianName, id: '守护', count: data.months }, sink);
    case NOTICE.enter:
      return by(data, sink, (user) => sink.event({ type: 'enter', user }));
    case NOTICE.like:
      return by(data, sink, (user) => sink.event({ type: 'like', user }));
    default:
      return sink.ignored(ignoredKind(notice, 'no-notice'));
  }
}

/** Huya tells what all cost together: one costs its share, rounded down. */
function gave(
  data: Partial<HuyaNotice>,
  what: { readonly name: unknown; readonly id: unknown; readonly count: unknown },
  sink: FrameSink,
): void {
  by(data, sink, (user) => {
    const totalValue = integerOf(data.totalPay);
    const unitValue = totalValue / Math.max(1, integerOf(what.count));
    const gift = makeGift({ ...what, unitValue, totalValue });
    sink.event({ type: 'gift', timestamp: eventTime(data.sendTimeStamp), user, gift });
  });
}

function by(data: Partial<HuyaNotice>, sink: FrameSink, act: (user: User) => void): void {
  const user = makeUser('huya', {
    id: data.unionId,
    name: data.sendNick ?? data.userNick ?? data.nick,
    level: data.senderLevel ?? data.userLevel,
    badge: data.badgeName,
    badgeLevel: data.fansLevel,
  });
  if (user === undefined) sink.malformed('no-user');
  else act(user);
}

/** Without emotes among words, which are a slash, a brace and two letters: `/{dx`. */
function spoken(content: unknown): string {
  if (typeof content !== 'string') return textOf(content, TEXT_LENGTH_DEFAULT);
  return commentText(content.replace(EMOTE, ' '), content);
}

const OK = 200;
const EMOTE = /\/\{[a-z0-9]{2}/gi;
