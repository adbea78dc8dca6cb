import {
  fieldsOf,
  integerOf,
  makeGift,
  makeUser,
  shownCount,
  textOf,
  type User,
} from '#live-event';
import {
  eventTime,
  parseJson,
  StreakCounter,
  type Frame,
  type FrameDecoder,
  type FrameSink,
} from '#source';
import { commentText } from '../chat-text/comment-text.js';
import { EMOTE_NAMES, withoutEmoteCodes } from '../chat-text/emote-names.js';
import type { WxlivespyEvent, WxlivespyPost } from './wxlivespy.external.js';
import type { Stamp } from '../decoding/stamp.js';

/** Decodes what wxlivespy posts. One for each bridge, since it remembers combos. */
export class WxlivespyDecoder implements FrameDecoder {
  readonly streaks = new StreakCounter();
  /** The live of the last combo, and the highest sequence number of a combo in it. */
  #live = '';
  #placeMax = 0;

  decode(frame: Frame, sink: FrameSink): void {
    const document = parseJson(frame.toString());
    if (document === undefined) return sink.malformed('not-json');
    if (typeof document !== 'object' || document === null) return sink.malformed('not-an-object');
    const post = fieldsOf(document as WxlivespyPost);
    const { live_info, events } = fieldsOf(post.decoded_data ?? post);
    if (!Array.isArray(events)) return sink.malformed('no-events');
    const { live_id, online_count, live_status } = fieldsOf(live_info);
    const live = textOf(live_id, ID_LENGTH_MAX);
    if (events.length > EVENTS_MAX) sink.malformed('too-many-events');
    for (const event of events.slice(0, EVENTS_MAX) as (WxlivespyEvent | null)[]) {
      this.#event(fieldsOf(event), live, sink);
    }
    if (integerOf(live_status) === LIVE_IS_OVER) sink.room?.('ended');
    else if (live !== '') sink.room?.('live');
    const watching = textOf(online_count, COUNT_LENGTH_MAX);
    const count = shownCount(watching);
    if (count !== undefined && integerOf(live_status) !== LIVE_IS_OVER) {
      sink.event({ type: 'viewers', numberOfViewers: integerOf(count) });
    }
  }

  #event(event: Partial<WxlivespyEvent>, live: string, sink: FrameSink): void {
    const kind = textOf(event.decoded_type, ID_LENGTH_MAX);
    if (kind === '') {
      // Kinds that the program does not know only have WeChat's number.
      return integerOf(event.msg_sub_type) > 0
        ? sink.ignored('unknown')
        : sink.malformed('no-type');
    }
    if (!KINDS.has(kind)) return sink.ignored(kind);
    const user = makeUser('wechat', {
      id: event.decoded_openid || event.sec_openid,
      name: event.nickname,
    });
    if (user === undefined) return sink.malformed('no-user');
    const stamp = { id: idOf(event, live), timestamp: eventTime(event.msg_time) };
    switch (kind) {
      case 'comment':
        return comment(event, user, stamp, sink);
      case 'enter':
      case 'like':
        return sink.event({ type: kind, ...stamp, user });
      case 'gift':
        return give(event, user, stamp, sink);
      default:
        return this.#combo(event, user, { ...stamp, live }, sink);
    }
  }

  /** A combo repeats its running count; each message becomes the difference. */
  #combo(
    event: Partial<WxlivespyEvent>,
    user: User,
    { live, ...stamp }: Stamp & { readonly live: string },
    sink: FrameSink,
  ): void {
    const running = Math.max(1, integerOf(event.combo_product_count));
    const gift = makeGift({ id: event.sec_gift_id });
    const combo = `${user.userId}\n${gift.giftName}`;
    // Nothing else tells combos apart: a count of 1 begins one, unless the message is a repeat.
    if (this.#isLater(live, integerOf(event.seq)) && running === 1) this.streaks.forget(combo);
    const count = this.streaks.added(combo, running, false);
    if (count === 0) return sink.ignored('streak');
    const given = { ...gift, giftNum: count };
    sink.event({ type: 'gift', ...stamp, user, gift: given }, `${combo}\n${running}`);
  }

  #isLater(live: string, place: number): boolean {
    const isLater = live !== this.#live || place > this.#placeMax;
    if (isLater) this.#placeMax = place;
    this.#live = live;
    return isLater;
  }
}

function comment(
  { content }: Partial<WxlivespyEvent>,
  user: User,
  stamp: Stamp,
  sink: FrameSink,
): void {
  if (typeof content !== 'string') return sink.malformed('no-text');
  const text = commentText(withoutEmoteCodes(content, EMOTE_NAMES.wechat), content);
  if (text === '') return sink.ignored('empty');
  sink.event({ type: 'comment', ...stamp, user, text });
}

function give(event: Partial<WxlivespyEvent>, user: User, stamp: Stamp, sink: FrameSink): void {
  const { sec_gift_id: id, gift_num: count, gift_value: totalValue } = event;
  const unitValue = integerOf(totalValue) / Math.max(1, integerOf(count));
  const gift = makeGift({ id, count, unitValue, totalValue });
  sink.event({ type: 'gift', ...stamp, user, gift });
}

/** The message's own id, or its sequence number within its live. */
function idOf({ msg_id, seq }: Partial<WxlivespyEvent>, live: string): string | undefined {
  const id = textOf(msg_id, ID_LENGTH_MAX);
  if (id !== '') return id;
  const place = integerOf(seq);
  return live === '' || place === 0 ? undefined : `${live}:${place}`;
}

const KINDS = new Set(['comment', 'enter', 'like', 'gift', 'combogift', 'combo_gift']);
const LIVE_IS_OVER = 2;
const COUNT_LENGTH_MAX = 16;
const ID_LENGTH_MAX = 256;
const EVENTS_MAX = 10_000;
