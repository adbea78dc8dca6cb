import { fieldsOf, integerOf, makeGift, makeUser, TEXT_LENGTH_DEFAULT, textOf } from '#live-event';
import type { User } from '#live-event';
import { eventTime, parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { ignoredKind } from '../decoding/ignored-kind.js';
import { COMMAND_NOTICE, NOTICE, type HuyaFrame, type HuyaNotice } from './huya-open.external.js';
import { spokenText } from './spoken-text.js';

/**
 * Decodes Huya's notices, one a frame. Frames from the older addresses do not name their kind:
 * there the fields tell. Events have no ids, since Huya has none.
 */
export class HuyaOpenDecoder implements FrameDecoder {
  /** @param refused receives the status if Huya does not accept the connection. */
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
      return gave(data, guardianOf(data), sink);
    case NOTICE.enter:
      return by(data, sink, (user) => sink.event({ type: 'enter', user }));
    case NOTICE.like:
      // Huya sends most likes without a user.
      if (userOf(data) === undefined) return sink.ignored(NOTICE.like);
      return by(data, sink, (user) => sink.event({ type: 'like', user }));
    default:
      return sink.ignored(ignoredKind(notice, 'no-notice'));
  }
}

/** Told in months, or in days, which are no count of gifts. */
function guardianOf({ guardianName, guardianType, months }: Partial<HuyaNotice>): Given {
  const name = guardianName ?? (integerOf(guardianType) === 1 ? '铁铁' : '守护');
  return { name, id: '守护', count: months };
}

interface Given {
  readonly name: unknown;
  readonly id: unknown;
  readonly count: unknown;
}

/** Huya tells only the total price: the price of one gift is its share, rounded down. */
function gave(data: Partial<HuyaNotice>, what: Given, sink: FrameSink): void {
  by(data, sink, (user) => {
    const totalValue = integerOf(data.totalPay);
    const unitValue = totalValue / Math.max(1, integerOf(what.count));
    const gift = makeGift({ ...what, unitValue, totalValue });
    const counted = textOf(data.sendItemComboHits, HITS_LENGTH_MAX);
    sink.event({ type: 'gift', timestamp: eventTime(data.sendTimeStamp), user, gift }, counted);
  });
}

function by(data: Partial<HuyaNotice>, sink: FrameSink, act: (user: User) => void): void {
  const user = userOf(data);
  if (user === undefined) sink.malformed('no-user');
  else act(user);
}

function userOf(data: Partial<HuyaNotice>): User | undefined {
  return makeUser('huya', {
    id: data.unionId,
    name: data.sendNick ?? data.userNick ?? data.nick,
    level: data.senderLevel ?? data.userLevel,
    badge: data.badgeName,
    badgeLevel: data.fansLevel,
  });
}

function spoken(content: unknown): string {
  return typeof content === 'string' ? spokenText(content) : textOf(content, TEXT_LENGTH_DEFAULT);
}

const OK = 200;
const HITS_LENGTH_MAX = 16;
