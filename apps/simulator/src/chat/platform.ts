import type { Doing, Repertoire } from './doing.js';

/** A platform's name, as in its address and in `/_sim/chat/{platform}`. */
export type PlatformName = 'twitch-irc' | 'douyinlive' | 'generic';

/** One connection, as a platform sees it. Calls on a closed one do nothing. */
export interface ChatClient {
  /** The path of its URL after the platform's own part, with the leading slash. */
  readonly path: string;
  send(text: string): void;
  close(code: number, reason: string): void;
  /** From now on it gets what happens in this room. @returns `false` when there are too many. */
  join(room: string): boolean;
  /** It gets nothing more of this room. */
  part(room: string): void;
}

/** A room, as the frames of a platform tell of it. */
export interface RoomWords {
  readonly name: string;
  /** Its number in marks. */
  readonly stream: number;
  /** Five digits that differ from run to run: message ids must not repeat over runs. */
  readonly run: string;
}

/** How a chat platform speaks. Its object serves every connection of every room. */
export interface ChatPlatform {
  readonly name: PlatformName;
  readonly repertoire: Repertoire;
  /** What happened, as the frames that every connection of the room gets, in order. */
  frames(room: RoomWords, doings: readonly Doing[]): string[];
  /** A connection is open. */
  opened(client: ChatClient): void;
  /** It sent a text frame. */
  message(client: ChatClient, text: string): void;
  /** Asks a connection to come again, as the platform does; absent: closes it with 1012. */
  reconnect?(client: ChatClient): void;
  /** Sent to every connection so often, in ms, as the platform's own keep-alive. */
  readonly keepAlive?: { readonly frame: string; readonly everyMs: number };
}
