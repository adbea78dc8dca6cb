import { IsOptional, Matches, ValidateIf } from 'class-validator';
import { IsNumericId } from '../numeric-id.js';
import { IsWebSocketUrl } from '../web-socket-url.js';

/** Where blivechat listens by default. */
export const BLIVECHAT_URL = 'ws://127.0.0.1:12450/api/chat';

/** What `blivechat` takes in the file. */
export class BlivechatOptions {
  /** The number of the room; or `code` in its place. */
  @ValidateIf(({ code }: BlivechatOptions) => code === undefined, { groups: ['connect'] })
  @IsNumericId({
    groups: ['connect'],
    message: '$property must be the number of the room, or code be given in its place',
  })
  readonly roomId?: number | string;

  /** The streamer's code (身份码) of the live open platform: the way that Bilibili allows. */
  @IsOptional({ groups: ['connect'] })
  @Matches(/^[0-9A-Za-z]{4,64}$/, {
    groups: ['connect'],
    message: "$property must be the streamer's code (身份码) of letters and digits",
  })
  readonly code?: string;

  /** @defaultValue {@link BLIVECHAT_URL} */
  @IsOptional()
  @IsWebSocketUrl()
  readonly url?: string;
}
