import { Allow, IsBoolean, IsOptional, IsUrl, Matches } from 'class-validator';

/** What `twitch-irc` takes in the file. */
export class TwitchIrcOptions {
  /** The channel's login, as in its address; a leading `#` and capitals are forgiven. */
  @Allow()
  @Matches(/^#?\w{1,25}$/, {
    groups: ['connect'],
    message: 'channel must be the name in the address of the channel, such as twitchdev',
  })
  readonly channel!: string;

  /** A user's token with the scope `chat:read`, with or without `oauth:`; none: anonymous. */
  @IsOptional()
  @Matches(/^(?:oauth:)?[a-z0-9]{10,100}$/i, {
    message: 'token must be a user access token, with or without oauth: in front',
  })
  readonly token?: string;

  /** The login that the token belongs to. @defaultValue the channel's own */
  @IsOptional()
  @Matches(/^\w{1,25}$/, { message: 'nick must be the login that the token belongs to' })
  readonly nick?: string;

  /** Asks for entries, which come late, in lumps, and without ids. @defaultValue false */
  @IsOptional()
  @IsBoolean()
  readonly membership?: boolean;

  /** @defaultValue {@link TWITCH_IRC_URL} */
  @IsOptional()
  @IsUrl(
    { protocols: ['ws', 'wss'], require_protocol: true, require_tld: false },
    { message: 'url must be a WebSocket address (ws:// or wss://)' },
  )
  readonly url?: string;
}

/** Twitch's chat over WebSockets. */
export const TWITCH_IRC_URL = 'wss://irc-ws.chat.twitch.tv:443';
