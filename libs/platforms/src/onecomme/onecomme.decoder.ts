import { fieldsOf, makeUser, stripHtml, textOf } from '#live-event';
import {
  eventTime,
  idOfPart,
  parseJson,
  type Frame,
  type FrameDecoder,
  type FrameSink,
} from '#source';
import { commentText } from '../chat-text/comment-text.js';
import { ignoredKind } from '../decoding/ignored-kind.js';
import { siteText } from '../chat-text/site-text.js';
import { SiteViewers } from '../social-stream-ninja/site-viewers.js';
import { stripCheermotes } from '../twitch-irc/cheermotes.js';
import { giftOf } from './onecomme-gifts.js';
import type { OneCommeComment, OneCommeEntry, OneCommeFrame } from './onecomme.external.js';
import type { OneCommeOptions } from './onecomme.options.js';

/**
 * Decodes OneComme's frames. Messages from before we connected (`connected`, `init`) are
 * history and ignored. If a message names no site, its user's id begins with `onecomme_`.
 */
export class OneCommeDecoder implements FrameDecoder {
  readonly #viewers = new SiteViewers();
  readonly #testEvents: boolean;

  constructor({ testEvents = false }: Pick<OneCommeOptions, 'testEvents'> = {}) {
    this.#testEvents = testEvents;
  }

  decode(frame: Frame, sink: FrameSink): void {
    const document = parseJson(frame.toString());
    if (document === undefined) return sink.malformed('not-json');
    const { type, data, options } = fieldsOf(document as OneCommeFrame);
    if (type === 'meta') return this.#meta(data, sink);
    if (type !== 'comments') {
      return sink.ignored(ignoredKind(type, 'no-type'));
    }
    const { comments, options: told } = fieldsOf(data);
    if (fieldsOf(told ?? options).init === true) return sink.ignored('history');
    if (!Array.isArray(comments)) return sink.malformed('no-comments');
    for (const entry of comments as OneCommeEntry[]) {
      const { isTest } = fieldsOf(fieldsOf(entry).data);
      if (isTest === true && !this.#testEvents) sink.ignored('test');
      else decodeEntry(fieldsOf(entry), sink);
    }
  }

  /** The viewer count of one stream, which is added to those of the others. */
  #meta(data: OneCommeFrame['data'] | undefined, sink: FrameSink): void {
    const { service, meta } = fieldsOf(data);
    const { viewer, isLive } = fieldsOf(meta);
    const count = isLive === false ? 0 : viewer;
    if (textOf(count, COUNT_LENGTH_MAX) === '') return sink.ignored('meta');
    const { id, name } = fieldsOf(service);
    const stream = textOf(id, ID_LENGTH_MAX) || textOf(name, ID_LENGTH_MAX);
    sink.event({ type: 'viewers', numberOfViewers: this.#viewers.update(stream, count) });
  }
}

function decodeEntry(entry: Partial<OneCommeEntry>, sink: FrameSink): void {
  const comment = fieldsOf(entry.data);
  const service = siteOf(entry.service);
  const user = makeUser(service, {
    id: comment.userId,
    name: comment.name,
    guard: fieldsOf(comment.guard).level ?? comment.isMember,
  });
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
  const text = commentText(stripCheermotes(siteText(written, service), bits), written);
  if (text === '') return paid === undefined ? sink.ignored('empty') : undefined;
  const textId = paid === undefined ? id : idOfPart(id, 'comment');
  sink.event({ type: 'comment', id: textId, timestamp, user, text });
}

/** The name under which a message is ignored: nobody in the live room wrote it, or may see it. */
function ignoredAs(service: string, comment: Partial<OneCommeComment>): string | undefined {
  if (service === 'system' || (comment.isSystem === true && comment.hasGift !== true)) {
    return 'system';
  }
  if (comment.autoModerated === true) return 'auto-moderated';
  if (comment.isSponsorshipGiftReceiver === true || comment.giftType === 'giftreceived') {
    return 'gift-received';
  }
  // A follow or a share: nothing tells which.
  return comment.giftType === 'social' ? 'social' : undefined;
}

function siteOf(service: unknown): string {
  return typeof service === 'string' && SITE.test(service) ? service.toLowerCase() : 'onecomme';
}

const ID_LENGTH_MAX = 128;
const COUNT_LENGTH_MAX = 20;
const SITE = /^[a-z0-9][a-z0-9_-]{0,31}$/i;
