import { bilingual, MappingDecoder, type AfterClose } from '#source';
import { WebSocketSource } from '../websocket/websocket.source.js';
import { siteText } from '../chat-text/site-text.js';
import { TIKTOK_EULER } from './tiktok-euler.mapping.js';
import { TIKTOK_EULER_URL, type TiktokEulerOptions } from './tiktok-euler.options.js';

/** Reads a TikTok room through Euler Stream's WebSocket service. */
export class TiktokEulerSource extends WebSocketSource {
  constructor(options: TiktokEulerOptions) {
    super({ url: addressOf(options) }, new MappingDecoder(TIKTOK_EULER, { spoken: siteText }));
  }

  override closed(code: number): AfterClose {
    return AFTER_CLOSE.get(code) ?? 'reconnect';
  }
}

function addressOf({ url, uniqueId, apiKey, jwtKey }: TiktokEulerOptions): string {
  const address = new URL(url ?? TIKTOK_EULER_URL);
  address.searchParams.set('uniqueId', uniqueId.replace(/^@/, ''));
  if (jwtKey !== undefined) address.searchParams.set('jwtKey', jwtKey);
  else if (apiKey !== undefined) address.searchParams.set('apiKey', apiKey);
  address.searchParams.set('features.bundleEvents', 'true');
  return address.href;
}

/**
 * Euler Stream's close codes. Those not listed (1011, 4006, 4500, 4556, 4557) pass by themselves.
 */
const AFTER_CLOSE: ReadonlyMap<number, AfterClose> = new Map<number, AfterClose>([
  // The stream ended; the streamer is not live.
  [4005, 'slow'],
  [4404, 'slow'],
  // A connection lives eight hours.
  [4555, 'reconnect-now'],
  [
    4400,
    {
      refused: bilingual(
        'Euler Stream does not accept the options: check uniqueId and the key.',
        'Euler Stream 不接受这些参数：请检查 uniqueId 和密钥。',
      ),
    },
  ],
  [
    4401,
    {
      refused: bilingual(
        'Euler Stream does not accept the key: check apiKey or jwtKey.',
        'Euler Stream 不接受该密钥：请检查 apiKey 或 jwtKey。',
      ),
    },
  ],
  [
    4403,
    {
      refused: bilingual(
        'The JWT is not for this streamer: issue one that names uniqueId.',
        '该 JWT 不适用于这位主播：请重新签发包含该 uniqueId 的 JWT。',
      ),
    },
  ],
  [
    4429,
    {
      refused: bilingual(
        'The Euler Stream account has too many connections: close some, or choose a larger plan.',
        'Euler Stream 账号的连接数已达上限：请关闭一些连接，或升级套餐。',
      ),
    },
  ],
]);
