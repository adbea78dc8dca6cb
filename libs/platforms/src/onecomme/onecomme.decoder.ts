import { integerOf, makeGift, makeUser, stripHtml, type Gift } from '#live-event';
import { eventTime, parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { commentText } from '../comment-text.js';
import { fieldsOf } from '../douyin/webcast-dialect.js';
import { ignoredKind } from '../ignored-kind.js';
import { paidAmount, smallestUnits } from '../paid-amount.js';
import { stripCheermotes } from '../twitch-irc/cheermotes.js';
import type { OneCommeComment, OneCommeEntry, OneCommeFrame } from './onecomme.external.js';

/**
 * Decodes OneComme's frames. What it had before we connected (`connected`, `options.init`) is
 * history and ignored. Where a message names no site, users are `onecomme_…`.
 */
export class OneCommeDecoder implements FrameDecoder {
  decode(frame: Frame, sink: FrameSink): void {
    const document = parseJson(frame.toString());
    if (document === undefined) return sink.malformed('not-json');
    const { type, data, options } = fieldsOf(document as OneCommeFrame);
    if (type !== 'comments') {
      return sink.ignored(ignoredKind(type, 'no-type'));
    }
    if (fieldsOf(options).init === true) return sink.ignored('history');
    const { comments } = fieldsOf(data);
    if (!Array.isArray(comments)) return sink.malformed('no-comments');
    for (const entry of comments as OneCommeEntry[]) decodeEntry(fieldsOf(entry), sink);
  }
}

function decodeEntry(entry: Partial<OneCommeEntry>, sink: FrameSink): void {
  const comment = fieldsOf(entry.data);
  const service = siteOf(entry.service);
  const user = makeUser(service, { id: comment.userId, name: comment.name });
  if (user === undefined) return sink.malformed('no-user');
  const id = typeof comment.id === 'string' && comment.id !== '' ? comment.id : undefined;
  const timestamp = eventTime(comment.timestamp);
  const gift = comment.hasGift === true ? giftOf(service, comment) : undefined;
  if (gift !== undefined) sink.event({ type: 'gift', id, timestamp, user, gift });
  const written = typeof comment.comment === 'string' ? stripHtml(comment.comment) : '';
  const bits = service === 'twitch' ? (gift?.giftNum ?? 0) : 0;
  const text = commentText(stripCheermotes(written, bits), written);
  if (text === '') return gift === undefined ? sink.ignored('empty') : undefined;
  // Two events of one message need two ids, or one would pass for a repeat of the other.
  const textId = gift === undefined || id === undefined ? id : `${id}:comment`;
  sink.event({ type: 'comment', id: textId, timestamp, user, text });
}

function siteOf(service: unknown): string {
  return typeof service === 'string' && SITE.test(service) ? service.toLowerCase() : 'onecomme';
}

function giftOf(service: string, comment: Partial<OneCommeComment>): Gift {
  const { price, unit, paidText, bits, n } = comment;
  if (service === 'twitch') {
    return makeGift({ name: 'Bits', count: integerOf(price) || integerOf(bits), unitValue: 1 });
  }
  if (service === 'youtube') {
    const paid = paidAmount(typeof paidText === 'string' ? paidText : '');
    const value =
      typeof price === 'number' && typeof unit === 'string'
        ? smallestUnits(price, unit)
        : paid?.kind === 'money' && paid.value;
    return makeGift({ name: 'Super Chat', unitValue: value });
  }
  const gift = fieldsOf(comment.gift);
  const giftData = fieldsOf(comment.giftData);
  return makeGift({
    name: fieldsOf(comment.item).name ?? gift.name ?? giftData.giftName,
    count: giftData.num ?? n,
    unitValue: giftData.price ?? gift.price ?? price,
  });
}

const SITE = /^[a-z0-9][a-z0-9_-]{0,31}$/i;
