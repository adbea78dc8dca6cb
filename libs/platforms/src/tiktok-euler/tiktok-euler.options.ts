import { IsOptional, Matches, ValidateIf } from 'class-validator';
import { IsWebSocketUrl } from '../web-socket-url.js';

/** Euler Stream's service. */
export const TIKTOK_EULER_URL = 'wss://ws.eulerstream.com';

/** What `tiktok-euler` takes in the file. */
export class TiktokEulerOptions {
  /** The streamer's name in the address of his page; a leading `@` is forgiven. */
  @Matches(/^@?[\w.]{1,64}$/, {
    groups: ['connect'],
    message: '$property must be the name in the address of the streamer, such as tv_asahi_news',
  })
  readonly uniqueId!: string;

  /** An API key of Euler Stream; or `jwtKey` in its place. */
  @ValidateIf(({ jwtKey }: TiktokEulerOptions) => jwtKey === undefined, { groups: ['connect'] })
  @Matches(/^[!-~]{8,512}$/, {
    groups: ['connect'],
    message: '$property must be an API key of Euler Stream, or jwtKey be given in its place',
  })
  readonly apiKey?: string;

  /** A JWT that Euler Stream issued, bound to some streamers. */
  @IsOptional({ groups: ['connect'] })
  @Matches(/^[!-~]{8,4096}$/, {
    groups: ['connect'],
    message: '$property must be a JWT that Euler Stream issued',
  })
  readonly jwtKey?: string;

  /** @defaultValue {@link TIKTOK_EULER_URL} */
  @IsOptional()
  @IsWebSocketUrl()
  readonly url?: string;
}
