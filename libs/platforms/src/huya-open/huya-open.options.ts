import { IsOptional, Matches } from 'class-validator';
import { IsNumericId } from '../numeric-id.js';
import { IsWebSocketUrl } from '../web-socket-url.js';

/** Huya's socket for programs. */
export const HUYA_OPEN_URL = 'wss://ws-apiext.huya.com/index.html';

/** What `huya-open` takes in the file. */
export class HuyaOpenOptions {
  /** The number in the address of the room. */
  @IsNumericId({
    groups: ['connect'],
    message: '$property must be the number of the room, as in its address',
  })
  readonly roomId!: number | string;

  /** The application on the open platform. */
  @Matches(/^\w{1,64}$/, {
    groups: ['connect'],
    message: '$property must be the id of the application on the open platform',
  })
  readonly appId!: string;

  /** Its secret, which every connection is signed with. */
  @Matches(/^[!-~]{8,256}$/, {
    groups: ['connect'],
    message: '$property must be the secret of the application',
  })
  readonly appSecret!: string;

  /** @defaultValue {@link HUYA_OPEN_URL} */
  @IsOptional()
  @IsWebSocketUrl()
  readonly url?: string;
}
