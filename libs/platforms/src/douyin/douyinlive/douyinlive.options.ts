import { Optional, Text, TO_CONNECT, WriteOnly } from '#options';
import { IsWebSocketUrl } from '../../options/web-socket-url.js';

/** The keys that `douyinlive` takes in the file. */
export class DouyinliveOptions {
  /** The address of douyinLive, with the room: `ws://127.0.0.1:1088/ws/<room>`. */
  @IsWebSocketUrl(TO_CONNECT)
  url!: string;

  /** The token that douyinLive was started with, if any. */
  @Optional()
  @Text('the token that douyinLive was started with', /^[\x21-\x7e]{1,1024}$/)
  @WriteOnly()
  token?: string;
}
