import type { Repertoire } from './doing.js';
import type { ChatClient, ChatPlatform } from './platform.js';
import { TWITCH_GIFTS, twitchFrames } from './twitch-lines.js';

const HOST = 'tmi.twitch.tv';
const LINES_MAX = 100;
const CHANNEL = /^#[a-z0-9_]{1,25}$/;

interface Login {
  nick: string | undefined;
  pass: string;
  readonly capabilities: Set<string>;
}

/**
 * Twitch's chat over IRC in WebSocket frames: `CAP REQ`, `PASS`, `NICK`, then `JOIN`. A login of
 * `justinfan…` needs no password; the password `oauth:invalid` is refused. Channels are lower-case
 * and exist as soon as somebody joins them. Messages need the capabilities `twitch.tv/tags` and
 * `twitch.tv/commands`: without them a channel cannot be joined here.
 *
 * @see https://dev.twitch.tv/docs/chat/irc
 */
export class TwitchIrc implements ChatPlatform {
  readonly name = 'twitch-irc';
  readonly repertoire: Repertoire = {
    weights: { comment: 88, enter: 0, like: 0, gift: 10, follow: 0, viewers: 0, noise: 2 },
    gifts: TWITCH_GIFTS,
  };
  readonly frames = twitchFrames;
  readonly keepAlive: { readonly frame: string; readonly everyMs: number };
  private readonly logins = new WeakMap<ChatClient, Login>();

  /** @param pingMs the interval of the PINGs to every connection. */
  constructor(pingMs: number) {
    this.keepAlive = { frame: `PING :${HOST}\r\n`, everyMs: pingMs };
  }

  opened(client: ChatClient): void {
    this.logins.set(client, { nick: undefined, pass: '', capabilities: new Set() });
  }

  message(client: ChatClient, text: string): void {
    const login = this.logins.get(client);
    if (login === undefined) return;
    for (const line of text.split('\r\n', LINES_MAX)) {
      if (line !== '') this.line(client, login, line);
    }
  }

  reconnect(client: ChatClient): void {
    client.send(`:${HOST} RECONNECT\r\n`);
  }

  private line(client: ChatClient, login: Login, line: string): void {
    const space = line.indexOf(' ');
    const command = space < 0 ? line : line.slice(0, space);
    const rest = space < 0 ? '' : line.slice(space + 1);
    switch (command) {
      case 'CAP':
        acknowledge(client, login, rest);
        break;
      case 'PASS':
        login.pass = rest;
        break;
      case 'NICK':
        welcome(client, login, rest);
        break;
      case 'JOIN':
        for (const channel of rest.split(',', LINES_MAX)) join(client, login, channel);
        break;
      case 'PART':
        client.part(rest.slice(1));
        break;
      case 'PING':
        client.send(`:${HOST} PONG ${HOST} ${rest.startsWith(':') ? rest : `:${rest}`}\r\n`);
        break;
      case 'PONG':
        break;
      default:
        client.send(`:${HOST} 421 ${login.nick ?? '*'} ${command} :Unknown command\r\n`);
    }
  }
}

function acknowledge(client: ChatClient, login: Login, rest: string): void {
  const match = /^REQ :?(.{1,200})$/.exec(rest);
  if (match === null) return;
  const wanted = match[1]!.trim().split(' ');
  const known = wanted.every((one) => /^twitch\.tv\/(tags|commands|membership)$/.test(one));
  if (known) for (const one of wanted) login.capabilities.add(one);
  client.send(`:${HOST} CAP * ${known ? 'ACK' : 'NAK'} :${wanted.join(' ')}\r\n`);
}

function welcome(client: ChatClient, login: Login, nick: string): void {
  const anonymous = /^justinfan\d+$/i.test(nick);
  const problem = anonymous ? undefined : passwordProblem(login.pass);
  if (problem !== undefined) {
    client.send(`:${HOST} NOTICE * :${problem}\r\n`);
    client.close(1000, '');
    return;
  }
  login.nick = nick;
  const lines = [
    `:${HOST} 001 ${nick} :Welcome, GLHF!`,
    `:${HOST} 002 ${nick} :Your host is ${HOST}`,
    `:${HOST} 003 ${nick} :This server is rather new`,
    `:${HOST} 004 ${nick} :-`,
    `:${HOST} 375 ${nick} :-`,
    `:${HOST} 372 ${nick} :You are in a maze of twisty passages, all alike.`,
    `:${HOST} 376 ${nick} :>`,
  ];
  client.send(`${lines.join('\r\n')}\r\n`);
}

function passwordProblem(pass: string): string | undefined {
  if (!/^oauth:[\w-]+$/.test(pass)) return 'Improperly formatted auth';
  return pass === 'oauth:invalid' ? 'Login authentication failed' : undefined;
}

function join(client: ChatClient, login: Login, channel: string): void {
  const { nick, capabilities } = login;
  // Like Twitch, answers nothing to a JOIN before the login, or of an impossible channel.
  if (nick === undefined || !CHANNEL.test(channel)) return;
  if (!capabilities.has('twitch.tv/tags') || !capabilities.has('twitch.tv/commands')) {
    client.send(`:${HOST} NOTICE ${channel} :Request twitch.tv/tags and twitch.tv/commands\r\n`);
    return;
  }
  const tags = '@emote-only=0;followers-only=-1;r9k=0;room-id=1;slow=0;subs-only=0';
  const lines = [
    `:${nick}!${nick}@${nick}.${HOST} JOIN ${channel}`,
    `:${nick}.${HOST} 353 ${nick} = ${channel} :${nick}`,
    `:${nick}.${HOST} 366 ${nick} ${channel} :End of /NAMES list`,
    `${tags} :${HOST} ROOMSTATE ${channel}`,
  ];
  client.send(`${lines.join('\r\n')}\r\n`);
  client.join(channel.slice(1));
}
