import { Optional, Text, TO_CONNECT, WriteOnly } from '#options';
import { IsNumericId } from '../options/numeric-id.js';
import { IsWebSocketUrl } from '../options/web-socket-url.js';

/** Huya's socket for programs. */
export const HUYA_OPEN_URL = 'wss://ws-apiext.huya.com/index.html';

/** The keys that `huya-open` takes in the file. */
export class HuyaOpenOptions {
  /** The number in the address of the room. */
  @IsNumericId('the number of the room, as in its address', TO_CONNECT)
  readonly roomId!: number | string;

  /** The application on the open platform. */
  @Text('the id of the application on the open platform', /^\w{1,64}$/, TO_CONNECT)
  readonly appId!: string;

  /** The application's secret, with which every connection is signed. */
  @Text('the secret of the application', /^[!-~]{8,256}$/, TO_CONNECT)
  @WriteOnly()
  readonly appSecret!: string;

  /** @defaultValue {@link HUYA_OPEN_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}
