import { Optional, Text, TO_CONNECT, WriteOnly } from '#options';
import { IsHttpUrl, IsWebSocketUrl } from '../options/web-socket-url.js';

/** The keys that `twitch-eventsub` takes in the file. */
export class EventsubOptions {
  /** The channel's login, as in its address; upper case is accepted. */
  @Text('the name in the address of the channel, such as twitchdev', /^\w{1,25}$/, TO_CONNECT)
  channel!: string;

  /** A user's token; its scopes decide what is reported: see the page of this source. */
  @Text(
    'a user access token with the scope user:read:chat',
    /^(?:oauth:)?[a-z0-9]{10,100}$/i,
    TO_CONNECT,
  )
  @WriteOnly()
  token!: string;

  /** With {@link clientSecret}: renews the token when Twitch no longer accepts it. */
  @Optional()
  @Text('the refresh token of the token', /^[a-z0-9]{10,200}$/i)
  @WriteOnly()
  refreshToken?: string;

  /** The secret of the application that the token belongs to. */
  @Optional()
  @Text('the secret of the application', /^[a-z0-9]{10,100}$/i)
  @WriteOnly()
  clientSecret?: string;

  /** The application that the token belongs to; needed to renew an expired token. */
  @Optional()
  @Text('the id of the application', /^[a-z0-9]{10,100}$/i)
  clientId?: string;

  /** @defaultValue {@link EVENTSUB_URL} */
  @Optional()
  @IsWebSocketUrl()
  url?: string;

  /** @defaultValue {@link HELIX_URL} */
  @Optional()
  @IsHttpUrl()
  apiUrl?: string;

  /** @defaultValue {@link OAUTH_URL} */
  @Optional()
  @IsHttpUrl()
  authUrl?: string;
}

/** Asks for keepalives every 30 s when nothing else is sent; Twitch's default is 10. */
export const EVENTSUB_URL = 'wss://eventsub.wss.twitch.tv/ws?keepalive_timeout_seconds=30';
export const HELIX_URL = 'https://api.twitch.tv/helix';
export const OAUTH_URL = 'https://id.twitch.tv/oauth2';
