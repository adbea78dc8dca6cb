import {
  bilingual,
  Answers,
  MappingDecoder,
  parseJson,
  Template,
  TOKEN,
  type AfterClose,
  type Answer,
  type AnswerSpec,
  type ConnectTo,
  type Frame,
  type FrameDecoder,
  type FrameSink,
  type HearingTerms,
  type Heartbeat,
  type OpenWire,
  type Session,
  type SourceProtocol,
  type StreakCounter,
  type TakesDocument,
} from '#source';
import type { Fetch } from '../bounded-answer.js';
import { FetchedToken } from '../fetched-token/fetched-token.js';
import { TokenSlots } from '../fetched-token/token-slots.js';
import { textHeaders } from './text-headers.js';
import {
  HEARTBEAT_SECONDS_DEFAULT,
  type HeartbeatOptions,
  type WebSocketOptions,
} from './websocket.options.js';

export interface PlainSourceOptions extends Omit<WebSocketOptions, 'mapping' | 'answers'> {
  readonly answers?: readonly AnswerSpec[];
  /** Opens the wire. @defaultValue a WebSocket */
  readonly open?: OpenWire | undefined;
  /** See {@link SourceProtocol.lost}. */
  readonly lost?: (() => void) | undefined;
  /** What the source should hear, if more is known than that frames must be understood. */
  readonly hearing?: HearingTerms | undefined;
}

/**
 * Reads a server that needs no more than an address: connects, sends `onOpen`, keeps alive, answers
 * as configured, and decodes. Counts as connected as soon as the socket is open, unless an answer
 * names the message that accepts it. For the generic source, and for presets that only listen.
 */
export class WebSocketSource implements SourceProtocol {
  readonly heartbeat: Heartbeat | undefined;
  readonly silenceMs: number | undefined;
  readonly streaks: StreakCounter | undefined;
  readonly hearing: HearingTerms | undefined;
  readonly lost: () => void;

  readonly #slots: TokenSlots;
  readonly #token: FetchedToken | undefined;
  readonly #onOpen: readonly Template[];
  readonly #answers: Answers | undefined;
  readonly #decoder: FrameDecoder;
  #hasHeard = false;

  /** @param fetch fetches the token, if there is one. */
  constructor(options: PlainSourceOptions, decoder: FrameDecoder, fetch: Fetch = globalThis.fetch) {
    const { url, headers = {}, subprotocols, open, token, answers } = options;
    this.heartbeat = heartbeatOf(options.heartbeat);
    this.silenceMs =
      options.silenceSeconds === undefined ? undefined : options.silenceSeconds * 1000;
    this.#slots = new TokenSlots({ url, headers: textHeaders(headers), subprotocols, open });
    if (token !== undefined) this.#token = new FetchedToken(token, fetch);
    this.#onOpen = (options.onOpen ?? []).map((text) => new Template(text));
    if (answers !== undefined) this.#answers = new Answers(answers, () => this.#token?.current);
    this.#decoder = decoder;
    this.streaks = decoder.streaks;
    this.hearing = options.hearing;
    this.lost = options.lost ?? (() => {});
  }

  connectTo(signal: AbortSignal): ConnectTo | Promise<ConnectTo> {
    if (this.#token === undefined) return this.#slots.to;
    return this.#token.get(signal).then((token) => this.#slots.filled(token));
  }

  open(session: Session): void {
    this.#hasHeard = false;
    const token = this.#token?.current;
    for (const template of this.#onOpen) {
      session.send(template.make((name) => (name === TOKEN ? token : undefined)));
    }
    if (this.#answers?.waitsForWord !== true) session.ready();
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    if (!this.#hasHeard) {
      this.#hasHeard = true;
      this.#token?.accepted();
    }
    const answers = this.#answers;
    if (answers === undefined) return this.#decoder.decode(frame, sink);
    const isAnswered: TakesDocument = (text, document) => {
      const answer = answers.to(text, document);
      if (answer === undefined) return false;
      if (answer.means !== 'ready') sink.ignored('answered');
      this.#give(answer, session);
      return true;
    };
    if (this.#decoder instanceof MappingDecoder) {
      return this.#decoder.decode(frame, sink, isAnswered);
    }
    const text = frame.toString();
    if (!isAnswered(text, parseJson(text))) this.#decoder.decode(frame, sink);
  }

  upgradeRefused(status: number): AfterClose | undefined {
    const isAboutToken = status === 401 || status === 403;
    return isAboutToken && this.#token?.refused() === true ? 'reconnect' : undefined;
  }

  closed(_code: number): AfterClose {
    // It closed without sending anything: the token may be the reason.
    if (!this.#hasHeard) this.#token?.refused();
    return 'reconnect';
  }

  #give({ send, means }: Answer, session: Session): void {
    for (const text of send) session.send(text);
    if (means === 'ready') session.ready();
    if (means === 'reconnect') session.reconnect('asked-to');
    if (means !== 'refused') return;
    const mayHelp = this.#token?.refused() === true;
    session.reconnect('refused', mayHelp ? 'reconnect' : { refused: NOT_WANTED });
  }
}

export const NOT_WANTED = bilingual(
  'The server answers that it does not want this source: check the token, and what is sent to it.',
  '服务器拒绝了该来源：请检查令牌，以及发送给服务器的内容。',
);

function heartbeatOf(options: HeartbeatOptions | undefined): Heartbeat | undefined {
  if (options === undefined) return undefined;
  const { send, everySeconds = HEARTBEAT_SECONDS_DEFAULT } = options;
  return send === undefined ? { everySeconds, ws: 'ping' } : { everySeconds, send: () => send };
}
