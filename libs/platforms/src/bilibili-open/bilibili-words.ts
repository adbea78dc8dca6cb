import {
  integerOf,
  makeGift,
  TEXT_LENGTH_DEFAULT,
  textOf,
  type Gift,
  type User,
} from '#live-event';
import { bilingual, idOfPart, type FrameSink } from '#source';
import { commentText } from '../chat-text/comment-text.js';
import { EMOTE_NAMES, withoutEmoteCodes } from '../chat-text/emote-names.js';
import type { Stamp } from '../decoding/stamp.js';

/** The words of a viewer, without the emote codes among them. */
export function spokenText(text: unknown): string {
  if (typeof text !== 'string') return textOf(text, TEXT_LENGTH_DEFAULT);
  return commentText(withoutEmoteCodes(text, EMOTE_NAMES.bilibili), text);
}

/** A guard as Bilibili tells it, in the words of its open platform. */
export interface RawGuard {
  /** 1 总督, 2 提督, 3 舰长. */
  readonly level: unknown;
  readonly count: unknown;
  /** `月`; any other unit (`*3天`) is complete by itself, without the count. */
  readonly unit: unknown;
  /** The price of one month, in thousandths of a yuan. */
  readonly price: unknown;
}

/** The gift for a new guard; its count is the number of months. */
export function guardGift({ level, count, unit, price }: RawGuard): Gift {
  return makeGift({
    name: GUARD_TITLES.get(integerOf(level)) ?? '大航海',
    count: unit === undefined || unit === '' || unit === '月' ? count : 1,
    unitValue: price,
  });
}

/** The gift for a super chat, in thousandths of a yuan like all others. */
export function superChatGift(yuan: unknown): Gift {
  return makeGift({ name: '醒目留言', unitValue: integerOf(yuan) * 1000 });
}

/** When a viewer paid, under which id, and who it was. */
export interface Payment extends Stamp {
  readonly user: User;
}

/** A super chat: the gift, then the words that it was paid for. */
export function superChat(
  { id, timestamp, user }: Payment,
  yuan: unknown,
  words: unknown,
  sink: FrameSink,
): void {
  sink.event({ type: 'gift', id, timestamp, user, gift: superChatGift(yuan) });
  const text = spokenText(words);
  if (text !== '') {
    sink.event({ type: 'comment', id: idOfPart(id, 'comment'), timestamp, user, text });
  }
}

const GUARD_TITLES: ReadonlyMap<number, string> = new Map([
  [1, '总督'],
  [2, '提督'],
  [3, '舰长'],
]);

/** What the operator of any source that opens a room by its streamer's code is told. */
export const WRONG_CODE = bilingual(
  "Bilibili does not know the streamer's code: copy it anew into code (身份码).",
  '哔哩哔哩不认识该身份码：请重新复制，填入 code。',
);
