import { fieldsOf, integerOf, makeGift, makeUser, textOf, type User } from '#live-event';
import { eventTime, parseJson, type Frame, type FrameDecoder, type FrameSink } from '#source';
import { plainChatText } from '../douyin/webcast/chat-text.js';
import { parseWebhook } from '../inbound/webhook-frame.js';
import { DOUYIN_HEADER, GIFT_NAMES, type DouyinPushed } from './douyin-webhook.external.js';
import type { Stamp } from '../decoding/stamp.js';

export interface DouyinWebhookTerms {
  /**
   * Takes only events of this room: an application receives pushes for every room it is mounted in.
   */
  readonly roomId?: string | undefined;
  /** Names of gifts by their encrypted id; they take precedence over the built-in ones. */
  readonly giftNames?: ReadonlyMap<string, string> | undefined;
}

/** Decodes Douyin's data push: an array of messages of one kind, bare or wrapped by a gateway. */
export class DouyinWebhookDecoder implements FrameDecoder {
  readonly #terms: DouyinWebhookTerms;

  constructor(terms: DouyinWebhookTerms = {}) {
    this.#terms = terms;
  }

  decode(frame: Frame, sink: FrameSink): void {
    const webhook = parseWebhook(frame);
    if (typeof webhook === 'string') return sink.malformed(webhook);
    const { headers, body } = webhook;
    const type = headers.get(DOUYIN_HEADER.type);
    if (type === undefined) return sink.malformed('no-msg-type');
    const { roomId } = this.#terms;
    if (roomId !== undefined && headers.get(DOUYIN_HEADER.room) !== roomId) {
      return sink.ignored('other-room');
    }
    const messages = messagesOf(body);
    if (messages.length > MESSAGES_MAX) sink.malformed('too-many-messages');
    for (const message of messages.slice(0, MESSAGES_MAX)) this.#message(type, message, sink);
  }

  #message(type: string, raw: unknown, sink: FrameSink): void {
    if (typeof raw !== 'object' || raw === null) return sink.malformed('not-an-object');
    if (!TYPES.has(type)) return sink.ignored(type.slice(0, KIND_LENGTH_MAX));
    const message = fieldsOf(raw as DouyinPushed);
    if (message.test === true) return sink.ignored('test');
    const user = makeUser('douyin', {
      id: message.sec_openid ?? message.sec_open_id,
      name: message.nickname,
      level: message.user_privilege_level,
      badgeLevel: message.fansclub_level,
    });
    if (user === undefined) return sink.malformed('no-user');
    const stamp = {
      id: textOf(message.msg_id, ID_LENGTH_MAX) || undefined,
      timestamp: eventTime(message.timestamp),
    };
    switch (type) {
      case 'live_comment':
        return comment(message, user, stamp, sink);
      case 'live_gift': {
        const gift = this.#giftOf(message);
        return sink.event({ type: 'gift', ...stamp, user, gift });
      }
      case 'live_like':
        return sink.event({ type: 'like', ...stamp, user });
      case 'live_enter_room':
        return sink.event({ type: 'enter', ...stamp, user });
      case 'live_follow':
        if (integerOf(message.user_follow_action) === 2) return sink.ignored('unfollow');
        return sink.event({ type: 'follow', ...stamp, user });
      default:
        // 1 is a new level in the fan club; viewers reach one again and again.
        if (integerOf(message.fansclub_reason_type) !== JOINED) return sink.ignored('fansclub');
        return sink.event({ type: 'follow', ...stamp, user });
    }
  }

  #giftOf(message: Partial<DouyinPushed>): ReturnType<typeof makeGift> {
    const id = textOf(message.sec_gift_id, ID_LENGTH_MAX);
    const name = message.gift_name ?? this.#terms.giftNames?.get(id) ?? GIFT_NAMES.get(id);
    const { gift_num: count, gift_value: totalValue } = message;
    const unitValue = integerOf(totalValue) / Math.max(1, integerOf(count));
    return makeGift({ name, id, count, unitValue, totalValue });
  }
}

/** The array itself, or unwrapped from a gateway's `{"payload": "[…]"}`. */
function messagesOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body as unknown[];
  const { payload } = fieldsOf(body as { readonly payload?: unknown });
  const inner = typeof payload === 'string' ? parseJson(payload) : payload;
  return Array.isArray(inner) ? (inner as unknown[]) : [body];
}

function comment(
  { content }: Partial<DouyinPushed>,
  user: User,
  stamp: Stamp,
  sink: FrameSink,
): void {
  if (typeof content !== 'string') return sink.malformed('no-text');
  const text = plainChatText(content);
  if (text === '') return sink.ignored('empty');
  sink.event({ type: 'comment', ...stamp, user, text });
}

const TYPES = new Set([
  'live_comment',
  'live_gift',
  'live_like',
  'live_fansclub',
  'live_follow',
  'live_enter_room',
]);
const JOINED = 2;
const ID_LENGTH_MAX = 128;
const KIND_LENGTH_MAX = 100;
const MESSAGES_MAX = 10_000;
