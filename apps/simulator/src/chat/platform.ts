import type { Doing, Repertoire } from './doing.js';

/** A platform's name, as in its address and in `/_sim/chat/{platform}`. */
export type PlatformName = 'twitch-irc' | 'douyinlive' | 'generic';

/** One connection, as a platform sees it. Calls on a closed one do nothing. */
export interface ChatClient {
  /** The path of its URL after the platform's own part, with the leading slash. */
  readonly path: string;
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Subscribes it to this room. @returns `false` if there are too many rooms. */
  join(room: string): boolean;
  /** Ends its subscription to this room. */
  part(room: string): void;
}

/** A room, as a platform's frames describe it. */
export interface RoomWords {
  readonly name: string;
  /** Its number in marks. */
  readonly stream: number;
  /** Five digits that differ from run to run: message ids must not repeat over runs. */
  readonly run: string;
}

/** How a chat platform speaks. One object serves every connection of every room. */
export interface ChatPlatform {
  readonly name: PlatformName;
  readonly repertoire: Repertoire;
  /** The frames for these events, in order, which every connection of the room receives. */
  frames(room: RoomWords, doings: readonly Doing[]): string[];
  /** A connection is open. */
  opened(client: ChatClient): void;
  /** It sent a text frame. */
  message(client: ChatClient, text: string): void;
  /** Asks a connection to reconnect, in the platform's way; absent: closes it with 1012. */
  reconnect?(client: ChatClient): void;
  /** Sent to every connection at this interval, in ms, as the platform's own keep-alive. */
  readonly keepAlive?: { readonly frame: string; readonly everyMs: number };
}
