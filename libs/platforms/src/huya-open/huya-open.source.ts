import {
  bilingualWithNumber,
  type ConnectTo,
  type Frame,
  type FrameSink,
  type Heartbeat,
  type Session,
  type SourceProtocol,
} from '#source';
import { HuyaOpenDecoder } from './huya-open.decoder.js';
import { NOTICE } from './huya-open.external.js';
import { HUYA_OPEN_URL, type HuyaOpenOptions } from './huya-open.options.js';
import { signToken } from './json-web-token.js';

/**
 * Reads one Huya room over the open platform. Every connection is signed anew: a token is good
 * for an hour at most, and so is a connection.
 *
 * @see https://dev.huya.com/docs/miniapp/danmugame/open/open-api-v2/
 */
export class HuyaOpenSource implements SourceProtocol {
  readonly heartbeat: Heartbeat = { everySeconds: 15, send: () => 'ping' };

  readonly #decoder = new HuyaOpenDecoder();

  /** @param now the time in ms since 1970. */
  constructor(
    private readonly options: HuyaOpenOptions,
    private readonly now: () => number = Date.now,
  ) {}

  connectTo(): ConnectTo {
    const { url, roomId, appId, appSecret } = this.options;
    const iat = Math.floor(this.now() / 1000);
    const exp = iat + TOKEN_SECONDS;
    const address = new URL(url ?? HUYA_OPEN_URL);
    const sToken = signToken({ iat, exp, appId }, appSecret);
    const query = { do: 'comm', roomId, appId, iat, exp, sToken };
    for (const [name, value] of Object.entries(query)) {
      address.searchParams.set(name, String(value));
    }
    return { url: address.href };
  }

  open(session: Session): void {
    const command = { command: 'subscribeNotice', data: Object.values(NOTICE), reqId: this.now() };
    session.send(JSON.stringify(command));
    // Huya documents no answer that would confirm the connection.
    session.ready();
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    this.#decoder.decode(frame, sink, (status) => {
      session.reconnect('refused', { refused: refusal(status) });
    });
  }
}

const TOKEN_SECONDS = 3600;
const refusal = bilingualWithNumber(
  'Huya refuses the connection, with status {}: check roomId, appId and appSecret, and the clock of this machine.',
  '虎牙拒绝连接，状态码 {}：请检查 roomId、appId 和 appSecret，以及中继服务器的时钟。',
);
