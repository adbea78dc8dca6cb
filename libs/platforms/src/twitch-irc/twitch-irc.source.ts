import {
  bilingual,
  type ConnectTo,
  type Frame,
  type FrameSink,
  type Heartbeat,
  type Session,
  type SourceProtocol,
} from '#source';
import { rawTag, type IrcLine } from './irc-line.js';
import { TwitchIrcDecoder } from './twitch-irc.decoder.js';
import { TAG } from './twitch-irc.external.js';
import { TWITCH_IRC_URL, type TwitchIrcOptions } from './twitch-irc.options.js';

/**
 * Reads one Twitch channel over IRC, anonymously if no token is given. Counts as connected once the
 * channel is joined: Twitch says nothing about a channel that does not exist.
 * @see https://dev.twitch.tv/docs/chat/irc/
 */
export class TwitchIrcSource implements SourceProtocol {
  readonly heartbeat: Heartbeat = { everySeconds: 60, send: () => `PING :${PING_PAYLOAD}` };
  /** Twitch answers a PING at once, so two unanswered ones mean a dead connection. */
  readonly silenceMs = 150_000;

  readonly #channel: string;
  /** The token's owner; by default the channel's own account. */
  readonly #login: string;
  readonly #decoder: TwitchIrcDecoder;

  constructor(private readonly options: TwitchIrcOptions) {
    this.#channel = options.channel.replace(/^#/, '').toLowerCase();
    this.#login = options.nick?.toLowerCase() ?? this.#channel;
    this.#decoder = new TwitchIrcDecoder(options.token === undefined ? undefined : this.#login);
  }

  connectTo(): ConnectTo {
    return { url: this.options.url ?? TWITCH_IRC_URL };
  }

  open(session: Session): void {
    const { token, membership } = this.options;
    const capabilities =
      membership === true ? `${CAPABILITIES} twitch.tv/membership` : CAPABILITIES;
    session.send(`CAP REQ :${capabilities}`);
    if (token !== undefined) session.send(`PASS oauth:${token.replace(/^oauth:/i, '')}`);
    session.send(`NICK ${token === undefined ? anonymousLogin() : this.#login}`);
    session.send(`JOIN #${this.#channel}`);
  }

  frame(frame: Frame, session: Session, sink: FrameSink): void {
    this.#decoder.decode(frame, sink, (line) => this.#heard(line, session));
  }

  #heard(line: IrcLine, session: Session): void {
    switch (line.command) {
      case 'PRIVMSG':
      case 'USERNOTICE':
      case 'ROOMSTATE':
      case 'JOIN':
      case END_OF_NAMES:
        return session.ready();
      case 'PING':
        return session.send(`PONG :${line.text || line.target}`);
      case 'RECONNECT':
        // The old connection is read until the new one has joined, so that nothing is lost.
        return session.replaceBy(this.connectTo().url);
      case 'NOTICE':
        return this.#noticed(line, session);
      default:
    }
  }

  #noticed(line: IrcLine, session: Session): void {
    const refusal =
      line.target === '*'
        ? LOGIN_REFUSALS.get(line.text)
        : CHANNEL_REFUSALS.get(rawTag(line.tags, TAG.messageId));
    if (refusal === undefined) return;
    session.reconnect(line.target === '*' ? 'login-refused' : 'channel-refused', {
      refused: refusal,
    });
  }
}

/** Any number will do; a random one keeps relays apart in Twitch's own limits. */
function anonymousLogin(): string {
  return `justinfan${10_000 + Math.floor(Math.random() * 90_000)}`;
}

const CAPABILITIES = 'twitch.tv/tags twitch.tv/commands';
const END_OF_NAMES = '366';
const PING_PAYLOAD = 'live-event-relay';

const TOKEN_REFUSED = bilingual(
  'Twitch does not accept the token: make a new user token with the scope chat:read, or leave token and nick out to read without an account.',
  'Twitch 不接受该令牌：请重新生成带 chat:read 权限的用户令牌；或不填 token 和 nick，以匿名方式读取。',
);
const LOGIN_REFUSALS: ReadonlyMap<string, string> = new Map([
  ['Login authentication failed', TOKEN_REFUSED],
  ['Login unsuccessful', TOKEN_REFUSED],
  ['Improperly formatted auth', TOKEN_REFUSED],
  [
    'Invalid NICK',
    bilingual(
      "Twitch does not accept the nick: it must be the login of the token's account.",
      'Twitch 不接受该 nick：应填写令牌所属账号的登录名。',
    ),
  ],
]);

const CHANNEL_REFUSALS: ReadonlyMap<string, string> = new Map([
  [
    'msg_channel_suspended',
    bilingual(
      'The channel does not exist, or Twitch has suspended it: check channel.',
      '频道不存在，或已被 Twitch 封停：请检查 channel。',
    ),
  ],
  [
    'msg_room_not_found',
    bilingual('The channel does not exist: check channel.', '频道不存在：请检查 channel。'),
  ],
  [
    'tos_ban',
    bilingual(
      'Twitch has closed the channel: check channel.',
      '该频道已被 Twitch 关闭：请检查 channel。',
    ),
  ],
  [
    'msg_banned',
    bilingual(
      'The account of the token is banned from the channel: use another, or none.',
      '令牌所属的账号已被该频道封禁：请换用其他账号，或不填令牌。',
    ),
  ],
]);
