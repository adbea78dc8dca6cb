import { fullPause } from '#timing';
import { fieldsOf, integerOf } from '#live-event';
import { bilingual, parseJson } from '#source';
import type {
  AfterClose,
  ConnectTo,
  Frame,
  FrameSink,
  Heartbeat,
  Session,
  SourceProtocol,
} from '#source';
import { KickDecoder } from './kick.decoder.js';
import { kickChannels, PUSHER, type PusherEstablished, type PusherFrame } from './kick.external.js';
import { addressOf, type KickOptions } from './kick.options.js';

/**
 * Reads a Kick chatroom from Pusher, as Kick's own site does. Counts as connected once Pusher has
 * confirmed the chatroom's channel.
 *
 * @see https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/
 */
export class KickSource implements SourceProtocol {
  readonly #url: string;
  readonly #channels: readonly [string, ...string[]];
  readonly #decoder = new KickDecoder();
  #activitySeconds = ACTIVITY_SECONDS;
  #pauseMs = 0;

  constructor(options: KickOptions) {
    const { chatroomId, channelId } = options;
    this.#url = addressOf(options);
    this.#channels = kickChannels(chatroomId, channelId);
  }

  /** Pusher tells how long a connection may be quiet; the answer to a ping is due within 30 s. */
  get heartbeat(): Heartbeat {
    return { everySeconds: this.#activitySeconds, send: () => PING };
  }

  get silenceMs(): number {
    return (this.#activitySeconds + ANSWER_SECONDS) * 1000;
  }

  async connectTo(signal: AbortSignal): Promise<ConnectTo> {
    this.#activitySeconds = ACTIVITY_SECONDS;
    const pauseMs = this.#pauseMs;
    this.#pauseMs = 0;
    if (pauseMs > 0) await fullPause(pauseMs, signal);
    return { url: this.#url };
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    const document = parseJson(frame.toString());
    if (document === undefined) return this.#decoder.decode(frame, sink);
    this.#heard(fieldsOf(document as PusherFrame), session);
    this.#decoder.decodeDocument(document, sink);
  }

  closed(code: number): AfterClose {
    if (code >= 4000 && code < 4100) return { refused: REFUSALS.get(code) ?? REFUSED };
    // Pusher asks for at least a second, and the first step of a backoff may be shorter.
    if (code >= 4100 && code < 4200) this.#pauseMs = PAUSE_MS;
    return code >= 4200 && code < 4300 ? 'reconnect-now' : 'reconnect';
  }

  #heard({ event, data, channel }: Partial<PusherFrame>, session: Session): void {
    switch (event) {
      case PUSHER.established:
        return this.#established(data, session);
      case PUSHER.subscribed:
        return channel === this.#channels[0] ? session.ready() : undefined;
      case PUSHER.ping:
        return session.send(PONG);
      default:
    }
  }

  #established(data: unknown, session: Session): void {
    const told = typeof data === 'string' ? parseJson(data) : data;
    const seconds = integerOf(fieldsOf(told as PusherEstablished).activity_timeout);
    if (seconds > 0) this.#activitySeconds = Math.min(seconds, ACTIVITY_SECONDS);
    for (const channel of this.#channels) {
      session.send(JSON.stringify({ event: PUSHER.subscribe, data: { auth: '', channel } }));
    }
  }
}

/** Pusher's own value, and the longest that we accept. */
const ACTIVITY_SECONDS = 120;
const ANSWER_SECONDS = 30;
const PAUSE_MS = 1000;
const PING = JSON.stringify({ event: PUSHER.ping, data: {} });
const PONG = JSON.stringify({ event: PUSHER.pong, data: {} });

const REFUSED = bilingual(
  'Pusher does not accept the connection as it is: check appKey and url.',
  'Pusher 不接受该连接：请检查 appKey 和 url。',
);
const REFUSALS: ReadonlyMap<number, string> = new Map([
  [
    4001,
    bilingual(
      'Pusher does not know the key: Kick may have changed it. Give the new one as appKey.',
      'Pusher 不认识该 key，Kick 可能已经更换：请把新的填入 appKey。',
    ),
  ],
  [
    4003,
    bilingual(
      'Kick has switched its chat at Pusher off: Kick may have changed appKey.',
      'Kick 已停用 Pusher 上的聊天应用，可能已更换 appKey。',
    ),
  ],
  [
    4004,
    bilingual(
      'Kick has too many connections at Pusher.',
      'Kick 在 Pusher 上的连接数已满，稍后会自动重试。',
    ),
  ],
]);
