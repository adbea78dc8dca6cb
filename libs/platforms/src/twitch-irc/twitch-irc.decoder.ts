import { makeUser } from '#live-event';
import type { Frame, FrameDecoder, FrameSink } from '#source';
import { normaliseChatLine } from './chat-line.normaliser.js';
import { GiftBombs } from './gift-bombs.js';
import { LINE_LENGTH_MAX, parseIrcLine, type IrcLine } from './irc-line.js';
import { normaliseUserNotice } from './user-notice.normaliser.js';

/** The login of an anonymous reader. */
const ANONYMOUS_LOGIN = /^justinfan\d+$/;

/** Decodes Twitch's IRC, one or several lines a frame. */
export class TwitchIrcDecoder implements FrameDecoder {
  readonly #giftBombs = new GiftBombs();
  readonly #ownLogin: string | undefined;

  /** @param ownLogin the reading account, in lower case: its own entry is ignored. */
  constructor(ownLogin?: string) {
    this.#ownLogin = ownLogin;
  }

  /** @param heard receives every line, before its events go to the sink. */
  decode(frame: Frame, sink: FrameSink, heard?: (line: IrcLine) => void): void {
    if (typeof frame !== 'string') return sink.malformed('binary-frame');
    for (let start = 0; start < frame.length;) {
      const newline = frame.indexOf('\n', start);
      const next = newline === -1 ? frame.length : newline;
      const end = frame.charCodeAt(next - 1) === CARRIAGE_RETURN ? next - 1 : next;
      if (end > start) this.#line(frame, start, end, sink, heard);
      start = next + 1;
    }
  }

  #line(
    frame: string,
    start: number,
    end: number,
    sink: FrameSink,
    heard: ((line: IrcLine) => void) | undefined,
  ): void {
    if (end - start > LINE_LENGTH_MAX) return sink.malformed('line-too-long');
    const line = parseIrcLine(frame.slice(start, end));
    if (line === undefined) return sink.malformed('not-irc');
    heard?.(line);
    switch (line.command) {
      case 'PRIVMSG':
        return normaliseChatLine(line, sink);
      case 'USERNOTICE':
        return normaliseUserNotice(line, this.#giftBombs, sink);
      case 'JOIN':
        return this.#entered(line, sink);
      default:
        return sink.ignored(line.command);
    }
  }

  /** Entries have only a login: no id, no display name, no time. */
  #entered({ login }: IrcLine, sink: FrameSink): void {
    if (ANONYMOUS_LOGIN.test(login) || login === this.#ownLogin) return sink.ignored('JOIN');
    const user = makeUser('twitch', { name: login });
    if (user === undefined) return sink.malformed('no-user');
    sink.event({ type: 'enter', user });
  }
}

const CARRIAGE_RETURN = 13;
