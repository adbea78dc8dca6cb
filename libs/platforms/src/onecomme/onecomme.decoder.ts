import { makeUser, stripHtml } from '#live-event';
import { eventTime, parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { commentText } from '../comment-text.js';
import { fieldsOf } from '../douyin/webcast-dialect.js';
import { ignoredKind } from '../ignored-kind.js';
import { stripCheermotes } from '../twitch-irc/cheermotes.js';
import { giftOf } from './onecomme-gifts.js';
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
  const ignored = ignoredAs(service, comment);
  if (ignored !== undefined) return sink.ignored(ignored);
  if (service === 'tiktok' && comment.giftType === 'like') {
    return sink.event({ type: 'like', id, timestamp, user });
  }
  const paid = giftOf(service, comment);
  if (paid !== undefined) sink.event({ type: 'gift', id, timestamp, user, gift: paid.gift });
  if (paid?.isNotice === true) return;
  const written = typeof comment.comment === 'string' ? stripHtml(comment.comment) : '';
  const bits = paid?.gift.giftName === 'Bits' ? paid.gift.giftNum : 0;
  const text = commentText(stripCheermotes(written, bits), written);
  if (text === '') return paid === undefined ? sink.ignored('empty') : undefined;
  // Two events of one message need two ids, or one would pass for a repeat of the other.
  const textId = paid === undefined || id === undefined ? id : `${id}:comment`;
  sink.event({ type: 'comment', id: textId, timestamp, user, text });
}

/** What is no event, by name: nobody in the live room wrote it, or may see it. */
function ignoredAs(service: string, comment: Partial<OneCommeComment>): string | undefined {
  if (service === 'system' || (comment.isSystem === true && comment.hasGift !== true)) {
    return 'system';
  }
  if (comment.autoModerated === true) return 'auto-moderated';
  if (comment.isSponsorshipGiftReceiver === true || comment.giftType === 'giftreceived') {
    return 'gift-received';
  }
  // A follow or a share: nothing says which.
  return comment.giftType === 'social' ? 'social' : undefined;
}

function siteOf(service: unknown): string {
  return typeof service === 'string' && SITE.test(service) ? service.toLowerCase() : 'onecomme';
}

const SITE = /^[a-z0-9][a-z0-9_-]{0,31}$/i;
