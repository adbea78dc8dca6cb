import { IsBoolean, IsOptional, Matches } from 'class-validator';
import { IsWebSocketUrl } from '../web-socket-url.js';

/** What `twitch-irc` takes in the file. */
export class TwitchIrcOptions {
  /** The channel's login, as in its address; a leading `#` and capitals are forgiven. */
  @Matches(/^#?\w{1,25}$/, {
    groups: ['connect'],
    message: '$property must be the name in the address of the channel, such as twitchdev',
  })
  channel!: string;

  /** A user's token with the scope `chat:read`, with or without `oauth:`; none: anonymous. */
  @IsOptional()
  @Matches(/^(?:oauth:)?[a-z0-9]{10,100}$/i, {
    message: '$property must be a user access token, with or without oauth: in front',
  })
  token?: string;

  /** The login that the token belongs to. @defaultValue the channel's own */
  @IsOptional()
  @Matches(/^\w{1,25}$/, { message: '$property must be the login that the token belongs to' })
  nick?: string;

  /** Asks for entries, which come late, in lumps, and without ids. @defaultValue false */
  @IsOptional()
  @IsBoolean()
  membership?: boolean;

  /** @defaultValue {@link TWITCH_IRC_URL} */
  @IsOptional()
  @IsWebSocketUrl()
  url?: string;
}

/** Twitch's chat over WebSockets. */
export const TWITCH_IRC_URL = 'wss://irc-ws.chat.twitch.tv:443';
