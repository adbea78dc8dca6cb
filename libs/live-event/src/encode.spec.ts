import * as fc from 'fast-check';
import { encodeLiveEvent, reportedTimestamp } from './encode.js';
import type { LiveEvent } from './live-event.js';

const RECEIVED_AT = 1_750_000_000_000;
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '\n', '\u0000', '\u007f', '\u2028', '\ud800', '好', '😀'),
  }),
);
const whole = fc.nat();
const user = fc.record({ userId: text, name: text, level: whole, badge: text, badgeLevel: whole });
const gift = fc.record({ giftName: text, giftNum: whole, totalValue: whole, giftValue: whole });
const timestamp = fc.constant(RECEIVED_AT - 5);
const KINDS = { comment: 1, enter: 2, like: 3, gift: 4, follow: 5, viewers: 6 } as const;

function kindOf(event: LiveEvent): number {
  return event.type === 'raw' ? event.code : KINDS[event.type];
}

const events: fc.Arbitrary<LiveEvent> = fc.oneof(
  fc.record({ type: fc.constant('comment' as const), user, text, timestamp }),
  fc.record({
    type: fc.constantFrom('enter' as const, 'like' as const, 'follow' as const),
    user,
    timestamp,
  }),
  fc.record({ type: fc.constant('gift' as const), user, gift, timestamp }),
  fc.record({ type: fc.constant('viewers' as const), numberOfViewers: whole, timestamp }),
  fc.record({
    type: fc.constant('raw' as const),
    code: fc.nat(100),
    content: text,
    class: fc.constant('chat' as const),
    timestamp,
  }),
);

/** What `content` says, in the documented order. */
function contentOf(event: Exclude<LiveEvent, { type: 'raw' }>): object {
  switch (event.type) {
    case 'comment':
      return { user: event.user, content: event.text };
    case 'gift':
      return { gift: event.gift, user: event.user };
    case 'viewers':
      return { numberOfViewers: event.numberOfViewers };
    case 'enter':
    case 'like':
    case 'follow':
      return { user: event.user };
  }
}

describe('the fragment of an event', () => {
  it('is what JSON.stringify makes of the event, whatever a viewer wrote', () => {
    fc.assert(
      fc.property(events, (event) => {
        const content = event.type === 'raw' ? event.content : JSON.stringify(contentOf(event));
        const fragment = { timestamp: RECEIVED_AT - 5, type: kindOf(event), content };
        expect(encodeLiveEvent(event, RECEIVED_AT)).toBe(JSON.stringify(fragment));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['none', undefined, RECEIVED_AT],
    ['one before 1970', -1, RECEIVED_AT],
    ['one that is no number', Number.NaN, RECEIVED_AT],
    ['one beyond the range', 1e15, RECEIVED_AT],
    ['one two minutes ahead', RECEIVED_AT + 120_000, RECEIVED_AT],
    ['one with a fraction', RECEIVED_AT - 0.5, RECEIVED_AT - 1],
  ])('has a time where the platform gives %s', (_, given, told) => {
    expect(reportedTimestamp(given, RECEIVED_AT)).toBe(told);
  });
});
