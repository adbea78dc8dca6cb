import { fieldsOf, integerOf } from '#live-event';
import type { RoomState } from '#source';
import { chatText, plainChatText } from '../webcast/chat-text.js';
import type { DycastMessage, DycastPiece } from './dycast.external.js';
import type { WebcastDialect } from '../webcast/webcast-dialect.js';
import { STREAK_GIFT_TYPE } from '../webcast/webcast.external.js';

/** Reads Douyin's messages as dycast writes them. */
export const dycastDialect: WebcastDialect<DycastMessage> = {
  id: (message) => message.id,

  time: (message) => message.time,

  user: (message) => {
    const { id, name } = fieldsOf(message.user);
    return { id, name };
  },

  text: (message) =>
    chatText<DycastPiece>(contentOf(message), message.rtfContent, ({ type, text }) =>
      integerOf(type) === EMOTE_PIECE ? undefined : (text ?? ''),
    ),

  sticker: (message) => {
    const content = contentOf(message);
    // Some forks pass on only the sticker's picture.
    return PICTURE.test(content) ? '' : plainChatText(content);
  },

  gift: (message) => {
    const gift = fieldsOf(message.gift);
    const type = integerOf(gift.type);
    return {
      name: gift.name,
      id: gift.id,
      unitValue: gift.price,
      count: Math.max(1, integerOf(gift.count)),
      group: '',
      streak: type === 0 || type === STREAK_GIFT_TYPE,
      ended: integerOf(gift.repeatEnd) === 1,
    };
  },

  // dycast writes a share like a follow; nothing in the frame tells them apart.
  social: () => 'follow',

  isEntry: () => true,

  // Only forks send these, with Douyin's own sentence; without a sentence it is a new member.
  joinedFansClub: (message) => !contentOf(message).includes('升级'),

  viewers: (message) => fieldsOf(message.room).audienceCount,

  room: (message) => ROOM_STATES.get(integerOf(fieldsOf(message.room).status)),
};

function contentOf({ content }: DycastMessage): string {
  return typeof content === 'string' ? content : '';
}

/** Paused counts as live: viewers go on commenting. */
const ROOM_STATES: ReadonlyMap<number, RoomState> = new Map([
  [2, 'live'],
  [3, 'live'],
  [4, 'ended'],
]);
const EMOTE_PIECE = 2;
const PICTURE = /^\s*(?:https?:)?\/\//i;
