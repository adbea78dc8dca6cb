import type { ConnectTo, Frame, FrameSink, Session, SourceProtocol } from '#source';
import { WRONG_CODE } from '../bilibili-open/bilibili-words.js';
import { BlivechatDecoder } from './blivechat.decoder.js';
import { CODE_ERROR, COMMAND, type BlivechatEvent } from './blivechat.external.js';
import { BLIVECHAT_URL, type BlivechatOptions } from './blivechat.options.js';

/**
 * Reads one Bilibili room from a blivechat server, which itself reads Bilibili.
 * @see https://github.com/xfgryujk/blivechat
 */
export class BlivechatSource implements SourceProtocol {
  /** blivechat sends something every 10 s. */
  readonly silenceMs = 35_000;

  readonly #decoder = new BlivechatDecoder();

  constructor(private readonly options: BlivechatOptions) {}

  connectTo(): ConnectTo {
    return { url: this.options.url ?? BLIVECHAT_URL };
  }

  open(session: Session): void {
    const { code, roomId } = this.options;
    const roomKey =
      code === undefined
        ? { type: BY_ROOM_ID, value: Number(roomId) }
        : { type: BY_CODE, value: code };
    const data = { roomKey, config: { autoTranslate: false } };
    session.send(JSON.stringify({ cmd: COMMAND.joinRoom, data }));
    // blivechat does not answer this, so we are ready at once.
    session.ready();
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    this.#decoder.decode(frame, sink, (cmd, data) => this.#heard(cmd, data, session));
  }

  #heard(cmd: number, { type }: Partial<BlivechatEvent>, session: Session): void {
    if (cmd === COMMAND.heartbeat) return session.send(HEARTBEAT);
    if (cmd !== COMMAND.fatalError) return;
    if (type === CODE_ERROR) session.reconnect('code-refused', { refused: WRONG_CODE });
    else session.reconnect('fatal-error', 'slow');
  }
}

const BY_ROOM_ID = 1;
const BY_CODE = 2;
const HEARTBEAT = JSON.stringify({ cmd: COMMAND.heartbeat, data: {} });
