import type { RawGift, RawUser } from '#live-event';
import type { RoomState } from '#source';

/** A gift message, in a form that is the same for every tool. */
export interface WebcastGift extends RawGift {
  /** The running count within a streak, at least 1. */
  readonly count: number;
  /** Tells the streaks of one user and gift apart; `''` if the tool does not. */
  readonly group: string;
  /** The message may be part of a streak, which repeats its running count. */
  readonly streak: boolean;
  /** The last message of its streak. */
  readonly ended: boolean;
}

/**
 * Reads Douyin's messages in one tool's way of writing them. Every method takes a message of any
 * shape and never throws.
 */
export interface WebcastDialect<Message extends object> {
  id(message: Message): unknown;
  time(message: Message): unknown;
  user(message: Message): RawUser;
  /** The words of a chat, by the rule of `commentText`. */
  text(message: Message): string;
  /** The name of a sticker, such as `[比心]`; `''` if it has a picture and no name. */
  sticker(message: Message): string;
  gift(message: Message): WebcastGift;
  /** The kind of a social message; `undefined`: neither of these. */
  social(message: Message): 'follow' | 'share' | undefined;
  /** Whether a member message is an entry. */
  isEntry(message: Message): boolean;
  /** Whether somebody joined the fan club, rather than reached a level in it. */
  joinedFansClub(message: Message): boolean;
  /** The number of viewers. */
  viewers(message: Message): unknown;
  /** The room's state according to a control message; `undefined`: it tells none. */
  room(message: Message): RoomState | undefined;
}
