import { IsOptional, Matches } from 'class-validator';
import { IsWebSocketUrl } from '../web-socket-url.js';

/** What `douyinlive` takes in the file. */
export class DouyinliveOptions {
  /** Where douyinLive listens, with the room: `ws://127.0.0.1:1088/ws/<room>`. */
  @IsWebSocketUrl({ groups: ['connect'] })
  url!: string;

  /** The token that douyinLive was started with, if any. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,1024}$/, {
    message: '$property must be the token that douyinLive was started with',
  })
  token?: string;
}
