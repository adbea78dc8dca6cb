import { fieldsOf } from '#live-event';
import { createHash } from 'node:crypto';
import {
  bilingual,
  type ConnectTo,
  type Frame,
  type FrameSink,
  type Heartbeat,
  type Session,
  type SourceProtocol,
} from '#source';
import { StreamerbotDecoder } from './streamerbot.decoder.js';
import { SUBSCRIBED, type StreamerbotFrame } from './streamerbot.external.js';
import { STREAMERBOT_URL, type StreamerbotOptions } from './streamerbot.options.js';

/**
 * Reads Streamer.bot's WebSocket server: waits for its greeting, sends the password if one is
 * required, and subscribes. Versions without a greeting answer `GetInfo` in its place.
 * @see https://docs.streamer.bot/api/websocket
 */
export class StreamerbotSource implements SourceProtocol {
  readonly heartbeat: Heartbeat = { everySeconds: 30, ws: 'ping' };

  readonly #options: StreamerbotOptions;
  readonly #decoder: StreamerbotDecoder;
  /** The id of the pending request; answers to others are ignored. */
  #asked: string | undefined;

  constructor(options: StreamerbotOptions) {
    this.#options = options;
    this.#decoder = new StreamerbotDecoder(options);
  }

  connectTo(): ConnectTo {
    return { url: this.#options.url ?? STREAMERBOT_URL };
  }

  open(session: Session): void {
    this.#asked = undefined;
    if (this.#options.password === undefined) {
      session.send(JSON.stringify({ request: 'GetInfo', id: 'relay-info' }));
    }
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    this.#decoder.decode(frame, sink, (told) => this.#heard(told, session));
  }

  #heard({ info, authentication, id, status }: Partial<StreamerbotFrame>, session: Session): void {
    if (info !== undefined && this.#asked === undefined) {
      if (authentication === undefined || authentication === null) return this.#subscribe(session);
      return this.#authenticate(fieldsOf(authentication), session);
    }
    if (id === undefined || id !== this.#asked) return;
    if (id === AUTHENTICATE) {
      if (status === 'ok') return this.#subscribe(session);
      return session.reconnect('password', { refused: WRONG_PASSWORD });
    }
    if (status === 'ok') return session.ready();
    session.reconnect('subscription', { refused: NOT_SUBSCRIBED });
  }

  #authenticate(
    { salt, challenge }: Partial<StreamerbotFrame['authentication']>,
    session: Session,
  ): void {
    const { password } = this.#options;
    if (password === undefined) return session.reconnect('password', { refused: NO_PASSWORD });
    if (typeof salt !== 'string' || typeof challenge !== 'string') {
      return session.reconnect('greeting');
    }
    const secret = digest(`${password}${salt}`);
    const authentication = digest(`${secret}${challenge}`);
    this.#ask({ request: 'Authenticate', id: AUTHENTICATE, authentication }, session);
  }

  #subscribe(session: Session): void {
    this.#ask({ request: 'Subscribe', id: SUBSCRIBE, events: SUBSCRIBED }, session);
  }

  #ask(
    request: { readonly id: string; readonly [field: string]: unknown },
    session: Session,
  ): void {
    this.#asked = request.id;
    session.send(JSON.stringify(request));
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

const AUTHENTICATE = 'relay-authenticate';
const SUBSCRIBE = 'relay-subscribe';

const NO_PASSWORD = bilingual(
  'Streamer.bot wants a password: give the one of its WebSocket server as password.',
  'Streamer.bot 需要密码：请在 password 中填写其 WebSocket 服务器的密码。',
);
const WRONG_PASSWORD = bilingual(
  'Streamer.bot does not accept the password: check password against its WebSocket server.',
  'Streamer.bot 不接受该密码：请核对 password 与其 WebSocket 服务器的密码是否一致。',
);
const NOT_SUBSCRIBED = bilingual(
  'Streamer.bot does not accept the subscription: update Streamer.bot.',
  'Streamer.bot 不接受订阅：请升级 Streamer.bot。',
);
