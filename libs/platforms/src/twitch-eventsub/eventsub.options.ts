import { IsOptional, IsUrl, Matches } from 'class-validator';
import { IsWebSocketUrl } from '../web-socket-url.js';

const HTTP = { protocols: ['https', 'http'], require_protocol: true, require_tld: false };

/** What `twitch-eventsub` takes in the file. */
export class EventsubOptions {
  /** The channel's login, as in its address; capitals are forgiven. */
  @Matches(/^\w{1,25}$/, {
    groups: ['connect'],
    message: '$property must be the name in the address of the channel, such as twitchdev',
  })
  channel!: string;

  /** A user's token; what it may see decides what is reported: see the page of this source. */
  @Matches(/^(?:oauth:)?[a-z0-9]{10,100}$/i, {
    groups: ['connect'],
    message: '$property must be a user access token with the scope user:read:chat',
  })
  token!: string;

  /** With {@link clientSecret}: renews the token when Twitch no longer accepts it. */
  @IsOptional()
  @Matches(/^[a-z0-9]{10,200}$/i, { message: '$property must be the refresh token of the token' })
  refreshToken?: string;

  /** The secret of the application that the token was made for. */
  @IsOptional()
  @Matches(/^[a-z0-9]{10,100}$/i, { message: '$property must be the secret of the application' })
  clientSecret?: string;

  /** The application that the token was made for; needed to renew a token that has expired. */
  @IsOptional()
  @Matches(/^[a-z0-9]{10,100}$/i, { message: '$property must be the id of the application' })
  clientId?: string;

  /** @defaultValue {@link EVENTSUB_URL} */
  @IsOptional()
  @IsWebSocketUrl()
  url?: string;

  /** @defaultValue {@link HELIX_URL} */
  @IsOptional()
  @IsUrl(HTTP, { message: '$property must be an address that begins with https:// or http://' })
  apiUrl?: string;

  /** @defaultValue {@link OAUTH_URL} */
  @IsOptional()
  @IsUrl(HTTP, { message: '$property must be an address that begins with https:// or http://' })
  authUrl?: string;
}

/** Keepalives every 30 s where nothing else is sent; Twitch's own default is 10. */
export const EVENTSUB_URL = 'wss://eventsub.wss.twitch.tv/ws?keepalive_timeout_seconds=30';
export const HELIX_URL = 'https://api.twitch.tv/helix';
export const OAUTH_URL = 'https://id.twitch.tv/oauth2';
