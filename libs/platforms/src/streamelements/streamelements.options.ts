import { OneOf, Optional, Text, TO_CONNECT, Flag, WriteOnly } from '#options';
import { IsWebSocketUrl } from '../options/web-socket-url.js';

export const STREAMELEMENTS_URL = 'wss://astro.streamelements.com';

/** The keys that `streamelements` takes in the file. */
export class StreamElementsOptions {
  /** @defaultValue {@link STREAMELEMENTS_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;

  @Text("the JWT, API key or OAuth token of the channel's owner", /^[!-z|~]{1,4096}$/, TO_CONNECT)
  @WriteOnly()
  readonly token!: string;

  /** @defaultValue `jwt` */
  @Optional()
  @OneOf(['jwt', 'apikey', 'oauth'])
  readonly tokenType?: 'jwt' | 'apikey' | 'oauth';

  /** The channel, if the token is valid for several. */
  @Optional()
  @Text("the id of the channel in StreamElements' dashboard", /^[0-9a-f]{24}$/)
  readonly channel?: string;

  /** Also takes events from StreamElements' emulator. @defaultValue false */
  @Optional()
  @Flag()
  readonly testEvents?: boolean;
}
