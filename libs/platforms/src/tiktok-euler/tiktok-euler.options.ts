import { OnlyIf, Optional, Text, TO_CONNECT, WriteOnly } from '#options';
import { IsWebSocketUrl } from '../options/web-socket-url.js';

/** Euler Stream's service. */
export const TIKTOK_EULER_URL = 'wss://ws.eulerstream.com';

/** The keys that `tiktok-euler` takes in the file. */
export class TiktokEulerOptions {
  /** The name in the address of the streamer's page; a leading `@` is ignored. */
  @Text(
    'the name in the address of the streamer, such as tv_asahi_news',
    /^@?[\w.]{1,64}$/,
    TO_CONNECT,
  )
  readonly uniqueId!: string;

  /** An API key of Euler Stream; `jwtKey` may be given in its place. */
  @OnlyIf(({ jwtKey }: TiktokEulerOptions) => jwtKey === undefined, TO_CONNECT)
  @Text('an API key of Euler Stream, or jwtKey be given in its place', /^[!-~]{8,512}$/, TO_CONNECT)
  @WriteOnly()
  readonly apiKey?: string;

  /** A JWT issued by Euler Stream and bound to some streamers. */
  @Optional(TO_CONNECT)
  @Text('a JWT that Euler Stream issued', /^[!-~]{8,4096}$/, TO_CONNECT)
  @WriteOnly()
  readonly jwtKey?: string;

  /** @defaultValue {@link TIKTOK_EULER_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}
