import { makeUser, type CommentEvent } from '#live-event';
import type { Frame, FrameSink, Session, SourceProtocol } from '#source';

/**
 * A minimal protocol: sends `hello`, is accepted by `welcome`, and reads each frame `say <n>` as a
 * comment; after `away` it reconnects slowly. Tests override the parts that they test.
 */
export function lineProtocol(url: string, overrides: Partial<SourceProtocol> = {}): SourceProtocol {
  const protocol: SourceProtocol = {
    connectTo: () => ({ url }),
    open: (session) => session.send('hello'),
    frame: decodeLine,
  };
  return Object.defineProperties(protocol, descriptorsOf(overrides));
}

/** The same as {@link lineProtocol}, without a handshake. */
export function openProtocol(url: string, overrides: Partial<SourceProtocol> = {}): SourceProtocol {
  return lineProtocol(url, Object.defineProperties({ open: accept }, descriptorsOf(overrides)));
}

/** The event of the frame `say <n>`. */
export function saidEvent(n: number): CommentEvent {
  return { type: 'comment', id: String(n), user: makeUser('line', { id: 7 })!, text: `${n}` };
}

/** Used instead of a spread, which would call getters. */
const descriptorsOf = Object.getOwnPropertyDescriptors;

function accept(session: Session): void {
  session.ready();
}

function decodeLine(frame: Frame, session: Session, sink: FrameSink): void {
  const [word, rest = ''] = frame.toString().split(' ');
  if (word === 'welcome') return session.ready();
  if (word === 'away') return session.reconnect('away', 'slow');
  if (word === 'say' && /^\d{1,9}$/.test(rest)) return sink.event(saidEvent(Number(rest)));
  if (word === 'share') return sink.ignored('share');
  sink.malformed('unknown-line');
}
