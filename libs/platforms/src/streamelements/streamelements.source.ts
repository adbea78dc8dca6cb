import { fieldsOf } from '#live-event';
import {
  bilingual,
  MappingDecoder,
  parseJson,
  type ConnectTo,
  type Frame,
  type FrameSink,
  type Session,
  type SourceProtocol,
} from '#source';
import { siteText } from '../chat-text/site-text.js';
import { streamElementsMapping } from './streamelements.mapping.js';
import { STREAMELEMENTS_URL, type StreamElementsOptions } from './streamelements.options.js';

/** The topics to read, with the OAuth scope that each requires; a channel's JWT has all scopes. */
const STREAMELEMENTS_TOPICS = {
  'channel.chat.message': 'overlays:read',
  'channel.activities': 'activities:read',
  'channel.tips': 'tips:read',
} as const;

type Topic = keyof typeof STREAMELEMENTS_TOPICS;

/**
 * Reads StreamElements' Astro. Each topic is subscribed to and answered separately: it counts as
 * connected once one is accepted, and as refused if all are. Without its chat, the room is reported
 * as one that may not be read.
 * @see https://github.com/StreamElements/docs docs/websockets
 */
export class StreamElementsSource implements SourceProtocol {
  readonly #options: StreamElementsOptions;
  readonly #decoder: MappingDecoder;
  readonly #refused = new Set<string>();

  constructor(options: StreamElementsOptions) {
    this.#options = options;
    this.#decoder = new MappingDecoder(streamElementsMapping(options), { spoken: siteText });
  }

  connectTo(): ConnectTo {
    return { url: this.#options.url ?? STREAMELEMENTS_URL };
  }

  open(session: Session): void {
    this.#refused.clear();
    const { token, tokenType = 'jwt', channel: room } = this.#options;
    for (const topic of TOPICS) {
      const data = { topic, ...(room !== undefined && { room }), token, token_type: tokenType };
      session.send(JSON.stringify({ type: 'subscribe', nonce: topic, data }));
    }
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    const document = parseJson(frame.toString());
    if (document === undefined) return this.#decoder.decode(frame, sink);
    const answer = fieldsOf(document as Answer);
    if (answer.type !== 'response') return this.#decoder.decodeDocument(document, sink);
    this.#answered(answer, session, sink);
  }

  #answered({ nonce, error }: Partial<Answer>, session: Session, sink: FrameSink): void {
    sink.answered?.();
    if (error === undefined || error === null || error === '') return session.ready();
    sink.ignored('response');
    if (error !== UNAUTHORISED) return session.reconnect('subscription', 'reconnect');
    for (const topic of TOPICS) if (nonce === topic || !isTopic(nonce)) this.#refused.add(topic);
    if (this.#refused.size === TOPICS.length) {
      return session.reconnect('refused', { refused: REFUSED });
    }
    if (nonce === CHAT) sink.room?.('refused', NO_CHAT);
  }
}

interface Answer {
  readonly type: unknown;
  /** The value that we sent with the request: its topic. */
  readonly nonce: unknown;
  readonly error: unknown;
}

function isTopic(nonce: unknown): nonce is Topic {
  return TOPICS.some((topic) => topic === nonce);
}

const TOPICS = Object.keys(STREAMELEMENTS_TOPICS) as readonly Topic[];
const CHAT: Topic = 'channel.chat.message';
const UNAUTHORISED = 'err_unauthorized';
const REFUSED = bilingual(
  'StreamElements does not accept the token for anything: check token, tokenType and channel.',
  'StreamElements 完全不接受该令牌：请检查 token、tokenType 和 channel。',
);
const NO_CHAT = bilingual(
  `StreamElements lets the token read tips or activities, but not the chat: give the JWT of the channel, or a token with the scope ${STREAMELEMENTS_TOPICS[CHAT]}.`,
  `StreamElements 允许该令牌读取打赏或动态，但不允许读取聊天：请填写频道的 JWT，或带 ${STREAMELEMENTS_TOPICS[CHAT]} 权限的令牌。`,
);
