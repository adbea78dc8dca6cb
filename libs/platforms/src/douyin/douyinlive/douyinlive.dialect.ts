import { fieldsOf, integerOf, textOf } from '#live-event';
import type { RawUser } from '#live-event';
import { chatText, plainChatText } from '../webcast/chat-text.js';
import type {
  DouyinliveCommon,
  DouyinliveMessage,
  DouyinlivePiece,
  DouyinliveRichText,
  DouyinliveUser,
} from './douyinlive.external.js';
import type { WebcastDialect, WebcastGift } from '../webcast/webcast-dialect.js';
import { MASKED_USER_ID, STREAK_GIFT_TYPE } from '../webcast/webcast.external.js';

/** Reads Douyin's messages as douyinLive writes them. */
export const douyinliveDialect: WebcastDialect<DouyinliveMessage> = {
  id: (message) => commonOf(message).msgId,

  time: (message) => commonOf(message).createTime ?? message.eventTime ?? message.sendTime,

  user: (message) => rawUser(fieldsOf(message.user)),

  text: (message) => {
    const written = typeof message.content === 'string' ? message.content : '';
    const pieces = piecesOf(message.rtfContentV2) ?? piecesOf(message.rtfContent);
    return chatText<DouyinlivePiece>(written, pieces, wordsOf);
  },

  sticker: ({ defaultContent, emojiContent }) => {
    const named = typeof defaultContent === 'string' ? defaultContent : '';
    return plainChatText(named || shownIn(emojiContent));
  },

  gift: rawGift,

  social: (message) => {
    switch (integerOf(message.action)) {
      case 1:
        return 'follow';
      case 3:
        return 'share';
      default:
        return undefined;
    }
  },

  // Older versions, which leave the field out, only send entries.
  isEntry: (message) => message.action === undefined || integerOf(message.action) === 1,

  joinedFansClub: (message) => integerOf(message.action ?? message.type) === 2,

  // douyinLive sends the room's state in frames of its own.
  room: () => undefined,

  viewers: (message) => message.total,
};

/** Some versions use another name for it in fan club messages. */
function commonOf({ common, commonInfo }: DouyinliveMessage): Partial<DouyinliveCommon> {
  return fieldsOf(common ?? commonInfo);
}

function rawUser(user: Partial<DouyinliveUser>): RawUser {
  const club = fieldsOf(fieldsOf(user.fansClub).data);
  return {
    id: stableId(user),
    name: user.nickname,
    level: fieldsOf(user.payGrade).level,
    badge: club.clubName,
    badgeLevel: club.level,
    guard: integerOf(club.userGuardStatus) === GUARD_ACTIVE,
  };
}

/** The number never changes and is what other tools show, so it is preferred to `secUid`. */
function stableId({ id, secUid }: Partial<DouyinliveUser>): unknown {
  const number = textOf(id, MASKED_USER_ID.length + 32);
  return number === '' || number === '0' || number === MASKED_USER_ID ? secUid : number;
}

function piecesOf(rich: DouyinliveRichText | null | undefined): readonly unknown[] | undefined {
  const { pieces } = fieldsOf(rich);
  return Array.isArray(pieces) && pieces.length > 0 ? (pieces as unknown[]) : undefined;
}

function shownIn(rich: DouyinliveRichText | null | undefined): string {
  return (piecesOf(rich) ?? [])
    .slice(0, STICKER_PIECES_MAX)
    .map((piece) => fieldsOf(piece as DouyinlivePiece).stringValue)
    .filter((text) => typeof text === 'string')
    .join('');
}

function wordsOf({ imageValue, stringValue }: Partial<DouyinlivePiece>): unknown {
  return imageValue === undefined || imageValue === null ? (stringValue ?? '') : undefined;
}

function rawGift(message: DouyinliveMessage): WebcastGift {
  const gift = fieldsOf(message.gift);
  const group = textOf(message.groupId, GROUP_LENGTH_MAX);
  const ended = integerOf(message.repeatEnd) === 1 || message.repeatEnd === true;
  const streakable = gift.combo === true || integerOf(gift.type) === STREAK_GIFT_TYPE;
  return {
    name: gift.name,
    id: message.giftId ?? gift.id,
    unitValue: gift.diamondCount,
    count: Math.max(1, integerOf(message.repeatCount) || integerOf(message.comboCount)),
    group: group === '0' ? '' : group,
    streak: streakable || ended || (group !== '' && group !== '0'),
    ended,
  };
}

const GUARD_ACTIVE = 1;
const GROUP_LENGTH_MAX = 64;
const STICKER_PIECES_MAX = 20;
