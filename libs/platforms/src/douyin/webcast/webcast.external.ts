/**
 * Douyin's own names for events in a live room. The tools that read Douyin pass these names on,
 * each with its own fields: see {@link WebcastDialect}.
 */
export const METHOD = {
  chat: 'WebcastChatMessage',
  /** Comments that fly over the picture; they are not repeated as ordinary chats. */
  screenChat: 'WebcastScreenChatMessage',
  privilegedScreenChat: 'WebcastPrivilegeScreenChatMessage',
  /** A voice comment, with a transcript. */
  spokenChat: 'WebcastAudioChatMessage',
  sticker: 'WebcastEmojiChatMessage',
  enter: 'WebcastMemberMessage',
  fansClub: 'WebcastFansclubMessage',
  gift: 'WebcastGiftMessage',
  like: 'WebcastLikeMessage',
  social: 'WebcastSocialMessage',
  viewers: 'WebcastRoomUserSeqMessage',
  control: 'WebcastControlMessage',
} as const;

/** `gift.type` of a gift that may be sent in a streak. */
export const STREAK_GIFT_TYPE = 1;

/** The id that every user has whose data Douyin hides from a reader without an account. */
export const MASKED_USER_ID = '111111';
