import { Text, Optional, TO_CONNECT } from '#options';
import { IsNumericId } from '../options/numeric-id.js';
import { IsWebSocketUrl } from '../options/web-socket-url.js';

/** The Pusher key of Kick's site. Kick has changed it before. */
const KICK_APP_KEY = '32cbd69e4b950bf97679';

/** The keys that `kick` takes in the file. */
export class KickOptions {
  /** The id of the chatroom, which differs from the channel's. */
  @IsNumericId('the id of the chatroom, a whole number: see the page of kick', TO_CONNECT)
  readonly chatroomId!: number | string;

  /** The channel's own id; needed to see Kicks. */
  @Optional()
  @IsNumericId('the id of the channel, a whole number')
  readonly channelId?: number | string;

  /** @defaultValue {@link KICK_APP_KEY} */
  @Optional()
  @Text("the key of Kick's site at Pusher", /^\w{1,64}$/)
  readonly appKey?: string;

  /** The whole address, with the key in it. @defaultValue Pusher's, with {@link appKey} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}

/** The address to connect to. */
export function addressOf({ url, appKey }: Pick<KickOptions, 'url' | 'appKey'>): string {
  const query = 'protocol=7&client=js&version=8.4.0&flash=false';
  return url ?? `wss://ws-us2.pusher.com/app/${appKey ?? KICK_APP_KEY}?${query}`;
}
