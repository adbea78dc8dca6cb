import { OnlyIf, Optional, Text, TO_CONNECT, WriteOnly } from '#options';
import { IsNumericId } from '../options/numeric-id.js';
import { IsWebSocketUrl } from '../options/web-socket-url.js';

/** Where blivechat listens by default. */
export const BLIVECHAT_URL = 'ws://127.0.0.1:12450/api/chat';

/** The keys that `blivechat` takes in the file. */
export class BlivechatOptions {
  /** The number of the room; `code` may be given in its place. */
  @OnlyIf(({ code }: BlivechatOptions) => code === undefined, TO_CONNECT)
  @IsNumericId('the number of the room, or code be given in its place', TO_CONNECT)
  readonly roomId?: number | string;

  /** The streamer's code (身份码) for the live open platform: the way in that Bilibili allows. */
  @Optional(TO_CONNECT)
  @Text("the streamer's code (身份码) of letters and digits", /^[0-9A-Za-z]{4,64}$/, TO_CONNECT)
  @WriteOnly()
  readonly code?: string;

  /** @defaultValue {@link BLIVECHAT_URL} */
  @Optional()
  @IsWebSocketUrl()
  readonly url?: string;
}
