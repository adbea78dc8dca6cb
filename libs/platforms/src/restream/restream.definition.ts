import { Optional, Text, TO_CONNECT, WriteOnly } from '#options';
import { presetSource } from '../mapped/preset.js';
import { siteText } from '../chat-text/site-text.js';
import { IsHttpUrl, IsWebSocketUrl } from '../options/web-socket-url.js';
import { restreamAbout } from './restream.about.js';
import { RestreamDecoder } from './restream.decoder.js';
import { RESTREAM } from './restream.mapping.js';

const RESTREAM_URL = 'wss://chat.api.restream.io/ws';
const RESTREAM_TOKEN_URL = 'https://api.restream.io/oauth/token';

/** The keys that `restream` takes in the file. */
class RestreamOptions {
  /** @defaultValue {@link RESTREAM_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;

  /** Where tokens are renewed. @defaultValue {@link RESTREAM_TOKEN_URL} */
  @Optional()
  @IsHttpUrl()
  readonly tokenUrl?: string;

  @Text("the client id of Restream's application", /^[!-~]{1,256}$/, TO_CONNECT)
  readonly clientId!: string;

  @Text("the client secret of Restream's application", /^[!-~]{1,1024}$/, TO_CONNECT)
  @WriteOnly()
  readonly clientSecret!: string;

  @Text('the refresh token of the streamer', /^[!-~]{1,4096}$/, TO_CONNECT)
  @WriteOnly()
  readonly refreshToken!: string;
}

/** `restream`: the chats of every site that a Restream account streams to. */
export const restream = presetSource<RestreamOptions>({
  type: 'restream',
  about: restreamAbout,
  Options: RestreamOptions,
  mapping: () => RESTREAM,
  spoken: siteText,
  makeDecoder: (options) => new RestreamDecoder(options),
  connection: ({ url = RESTREAM_URL, tokenUrl, clientId, clientSecret, refreshToken }) => {
    const address = new URL(url);
    address.searchParams.set('accessToken', '{{token}}');
    const login = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    return {
      url: address.href,
      token: {
        url: tokenUrl ?? RESTREAM_TOKEN_URL,
        headers: { Authorization: `Basic ${login}` },
        form: { grant_type: 'refresh_token', refresh_token: refreshToken },
        path: 'access_token | accessToken',
        expires: { path: 'expires_in | accessTokenExpiresIn', unit: 'seconds' },
        next: { refresh_token: 'refresh_token | refreshToken' },
      },
    };
  },
});
