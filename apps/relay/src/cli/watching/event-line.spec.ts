import { encodeLiveEvent, type LiveEvent } from '#live-event';
import { eventLine } from './event-line.js';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const user = { userId: 'kick_7', name: 'Kim', level: 0, badge: '', badgeLevel: 0 };

function shown(event: LiveEvent): string {
  return eventLine(AT, encodeLiveEvent(event, AT)).replace('2026-01-02T03:04:05.000Z ', '');
}

describe('an event in one line', () => {
  it('shows the type, the viewer, and the words or the gift', () => {
    expect(shown({ type: 'comment', user, text: 'how much?' })).toBe(
      'comment Kim (kick_7): how much?',
    );
    const gift = { giftName: 'Rose', giftNum: 3, giftValue: 5, totalValue: 15 };
    expect(shown({ type: 'gift', user, gift })).toBe('gift Kim (kick_7): Rose × 3, value 15');
    expect(shown({ type: 'enter', user })).toBe('enter Kim (kick_7)');
    expect(shown({ type: 'viewers', numberOfViewers: 12 })).toBe('viewers: 12');
  });

  it('does not steer a terminal, whatever a viewer wrote', () => {
    const line = shown({ type: 'comment', user, text: 'a\u001b[2Jb\u202ec' });
    for (const steering of ['\u001b', '\u202e']) expect(line).not.toContain(steering);
  });

  it.each(['not json', 'null', '7', '{"user":null,"gift":null}', '{"user":[],"content":{}}', '[]'])(
    'shows the content of a raw event: %s',
    (content) => {
      const fragment = JSON.stringify({ timestamp: AT, type: 42, content });
      expect(eventLine(AT, fragment)).toContain('type 42');
    },
  );
});
