import type { RawGift, RawUser } from '#live-event';
import type { RoomState } from '#source';

/** A gift message, the same whatever tool told it. */
export interface WebcastGift extends RawGift {
  /** The running count within a streak, at least 1. */
  readonly count: number;
  /** Tells the streaks of one user and gift apart; `''` where the tool does not. */
  readonly group: string;
  /** The message may be one of a streak, which tells its count again and again. */
  readonly streak: boolean;
  /** The last message of its streak. */
  readonly ended: boolean;
}

/**
 * How a tool writes Douyin's messages. Every method takes a message as it came, of any shape, and
 * throws on none.
 */
export interface WebcastDialect<Message extends object> {
  id(message: Message): unknown;
  time(message: Message): unknown;
  user(message: Message): RawUser;
  /** What was written in a chat, as `commentText` says. */
  text(message: Message): string;
  /** What a sticker is called, as `[比心]`; `''` where it has a picture and no name. */
  sticker(message: Message): string;
  gift(message: Message): WebcastGift;
  /** What a social message is about; `undefined`: something else. */
  social(message: Message): 'follow' | 'share' | undefined;
  /** Whether a member message is an entry. */
  isEntry(message: Message): boolean;
  /** Whether somebody joined the fan club, rather than rose in it. */
  joinedFansClub(message: Message): boolean;
  /** How many watch. */
  viewers(message: Message): unknown;
  /** What a control message says of the room; `undefined`: nothing. */
  room(message: Message): RoomState | undefined;
}
