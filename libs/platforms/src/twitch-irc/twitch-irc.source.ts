import type { ConnectTo, Frame, FrameSink, Heartbeat, Session, SourceProtocol } from '#source';
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

const TOKEN_REFUSED =
  'Twitch does not accept the token: make a new user token with the scope chat:read, or leave token and nick out to read without an account.';
const LOGIN_REFUSALS: ReadonlyMap<string, string> = new Map([
  ['Login authentication failed', TOKEN_REFUSED],
  ['Login unsuccessful', TOKEN_REFUSED],
  ['Improperly formatted auth', TOKEN_REFUSED],
  ['Invalid NICK', "Twitch does not accept the nick: it must be the login of the token's account."],
]);

const CHANNEL_REFUSALS: ReadonlyMap<string, string> = new Map([
  [
    'msg_channel_suspended',
    'The channel does not exist, or Twitch has suspended it: check channel.',
  ],
  ['msg_room_not_found', 'The channel does not exist: check channel.'],
  ['tos_ban', 'Twitch has closed the channel: check channel.'],
  ['msg_banned', 'The account of the token is banned from the channel: use another, or none.'],
]);
