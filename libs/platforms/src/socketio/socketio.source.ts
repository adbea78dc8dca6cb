import {
  bilingual,
  Answers,
  parseJson,
  olderSocketIoWire,
  socketIoWire,
  Template,
  TOKEN,
  type AfterClose,
  type Answer,
  type AnswerSpec,
  type ConnectTo,
  type Frame,
  type FrameSink,
  type Mapping,
  type SpokenText,
  type Session,
  type SocketIoPlace,
  type SourceProtocol,
  type StreakCounter,
} from '#source';
import type { Fetch } from '../bounded-answer.js';
import { FetchedToken } from '../fetched-token/fetched-token.js';
import { TokenSlots } from '../fetched-token/token-slots.js';
import { textHeaders } from '../websocket/text-headers.js';
import { NOT_WANTED } from '../websocket/websocket.source.js';
import { eventIn, isEvent, SocketIoDecoder } from './socketio.decoder.js';
import type { SocketIoOptions } from './socketio.options.js';

/** The options of a {@link SocketIoSource}. */
export interface SocketIoSourceOptions extends Omit<SocketIoOptions, 'mapping' | 'answers'> {
  readonly mapping: Mapping;
  /** Removes emote codes and the like from texts. */
  readonly spoken?: SpokenText;
  readonly answers?: readonly AnswerSpec[];
  /**
   * Entering the namespace counts as hearing the room: the server admits nobody without a valid
   * token, and may have little to tell.
   */
  readonly entryProvesHearing?: boolean;
}

/** Reads a Socket.IO server: enters the namespace, sends `emit`, answers, and decodes events. */
export class SocketIoSource implements SourceProtocol {
  readonly silenceMs: number | undefined;
  readonly streaks: StreakCounter;
  readonly #options: SocketIoSourceOptions;
  readonly #decoder: SocketIoDecoder;
  readonly #emit: readonly Template[];
  readonly #token: FetchedToken | undefined;
  readonly #answers: Answers | undefined;
  /** The server was found to speak Socket.IO 2. */
  #isOlder = false;

  constructor(options: SocketIoSourceOptions, fetch: Fetch = globalThis.fetch) {
    const { silenceSeconds, token, answers } = options;
    this.#options = options;
    this.silenceMs = silenceSeconds === undefined ? undefined : silenceSeconds * 1000;
    this.#emit = (options.emit ?? []).map((event) => new Template(event));
    this.#decoder = new SocketIoDecoder(options.mapping, options.spoken);
    this.streaks = this.#decoder.streaks;
    if (token !== undefined) this.#token = new FetchedToken(token, fetch);
    if (answers !== undefined) this.#answers = new Answers(answers, () => this.#token?.current);
  }

  async connectTo(signal: AbortSignal): Promise<ConnectTo> {
    const { url, headers = {}, path, namespace, auth } = this.#options;
    const token = await this.#token?.get(signal);
    const authText = auth && new Template(auth).make((name) => this.#tokenAs(name));
    const place = { path, namespace, auth: authText && (JSON.parse(authText) as object) };
    const wireOf = this.#isOlder ? olderSocketIoWire : socketIoWire;
    const open = await wireOf(place as SocketIoPlace);
    const to = { url, headers: textHeaders(headers), open };
    return token === undefined ? to : new TokenSlots(to).filled(token);
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    const text = frame.toString();
    switch (text.slice(0, 2)) {
      case '40':
        return this.#answeredTo(text, session, sink);
      case '41':
        return session.reconnect('namespace-left');
      case '44':
        return this.#turnedAway(session, REFUSED);
      default:
        return this.#event(text, session, sink);
    }
  }

  upgradeRefused(status: number): AfterClose | undefined {
    if (this.#isOlder && status === 400) {
      // The server was upgraded.
      this.#isOlder = false;
      return 'reconnect';
    }
    const isAboutToken = status === 401 || status === 403;
    return isAboutToken && this.#token?.refused() === true ? 'reconnect' : undefined;
  }

  #tokenAs(name: string): string | undefined {
    return name === TOKEN ? this.#token?.current : undefined;
  }

  #answeredTo(text: string, session: Session, sink: FrameSink): void {
    if (ENTERED.test(text)) return this.#entered(session, sink);
    if (!this.#isOlder) {
      this.#isOlder = true;
      return session.reconnect('older-protocol', 'reconnect-now');
    }
    // A client is in `/` at once, and in another namespace after asking for it.
    const { namespace = '/' } = this.#options;
    const [, entered = '/'] = ENTERED_OLDER.exec(text) ?? [];
    if (entered === namespace) this.#entered(session, sink);
    else sink.ignored('connect');
  }

  #entered(session: Session, sink: FrameSink): void {
    if (this.#options.entryProvesHearing === true) sink.answered?.();
    this.#token?.accepted();
    if (this.#answers?.waitsForWord !== true) session.ready();
    // They are sent only after the client has read the packet, too.
    for (const event of this.#emit) session.send(event.make((name) => this.#tokenAs(name)));
  }

  #event(text: string, session: Session, sink: FrameSink): void {
    const event = this.#answers === undefined ? undefined : eventIn(text);
    const answer = event && this.#answers?.to(text, event.message, event.about);
    if (answer === undefined) return this.#decoder.decode(text, sink);
    if (answer.means !== 'ready') sink.ignored('answered');
    this.#give(answer, session);
  }

  #give({ send, means }: Answer, session: Session): void {
    for (const event of send) if (isEvent(parseJson(event))) session.send(event);
    if (means === 'ready') session.ready();
    if (means === 'reconnect') session.reconnect('asked-to');
    if (means === 'refused') this.#turnedAway(session, NOT_WANTED);
  }

  #turnedAway(session: Session, sentence: string): void {
    if (this.#token?.refused() === true) session.reconnect('namespace-refused', 'reconnect');
    else refuse(session, sentence);
  }
}

function refuse(session: Session, refused: string): void {
  session.reconnect('namespace-refused', { refused });
}

/** Since version 3 of Socket.IO a client that enters receives an id. */
const ENTERED = /^40(?:\/[^,{]{0,255},)?\{/;
const ENTERED_OLDER = /^40(\/[^,?]{1,255})/;
const REFUSED = bilingual(
  'The server does not let this source into its namespace: check its auth, its namespace and the token in its url.',
  '服务器不允许进入该命名空间：请检查 auth、namespace，以及 url 中的令牌。',
);
