import { Text, Optional, Flag, TO_CONNECT, WriteOnly } from '#options';
import { IsWebSocketUrl } from '../options/web-socket-url.js';

/** The keys that `twitch-irc` takes in the file. */
export class TwitchIrcOptions {
  /** The channel's login, as in its address; a leading `#` and upper case are accepted. */
  @Text('the name in the address of the channel, such as twitchdev', /^#?\w{1,25}$/, TO_CONNECT)
  channel!: string;

  /** A user's token with the scope `chat:read`, with or without `oauth:`; absent: anonymous. */
  @Optional()
  @Text('a user access token, with or without oauth: in front', /^(?:oauth:)?[a-z0-9]{10,100}$/i)
  @WriteOnly()
  token?: string;

  /** The login that the token belongs to. @defaultValue the channel's own */
  @Optional()
  @Text('the login that the token belongs to', /^\w{1,25}$/)
  nick?: string;

  /** Asks for entries, which come late, in lumps, and without ids. @defaultValue false */
  @Optional()
  @Flag()
  membership?: boolean;

  /** @defaultValue {@link TWITCH_IRC_URL} */
  @Optional()
  @IsWebSocketUrl()
  url?: string;
}

/** Twitch's chat over WebSockets. */
export const TWITCH_IRC_URL = 'wss://irc-ws.chat.twitch.tv:443';
