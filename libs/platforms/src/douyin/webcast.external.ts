/**
 * Douyin's own names for what happens in a live room. The tools that read Douyin pass them on as
 * they are, each with fields of its own: see {@link WebcastDialect}.
 */
export const METHOD = {
  chat: 'WebcastChatMessage',
  /** Comments that fly over the picture: what is said there is said nowhere else. */
  screenChat: 'WebcastScreenChatMessage',
  privilegedScreenChat: 'WebcastPrivilegeScreenChatMessage',
  /** A spoken comment, with its words. */
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

/**
 * The number that stands for every user whose data Douyin hides from a reader without an account.
 */
export const MASKED_USER_ID = '111111';
