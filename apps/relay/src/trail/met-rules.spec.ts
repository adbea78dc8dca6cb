import { interactionRulesOf } from '#rules';
import type { LiveEvent } from '#live-event';
import { meetingsOf } from './met-rules.js';

const EVENTS = 200;

describe('meetingsOf', () => {
  it('lets the event loop turn while many events are compared with the rules', async () => {
    let turns = 0;
    const turn = (): void => {
      turns++;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    const meetings = await meetingsOf(RULES, Array.from({ length: EVENTS }, asked));
    clearImmediate(next);
    expect(meetings.size).toBe(EVENTS);
    expect(turns).toBeGreaterThan(5);
  });
});

const RULES = interactionRulesOf([
  {
    rule_name: 'price',
    event_type: 1,
    hit_condition: { tags: [{ tag: 'content', match: 'REGEX', value: '.*(price|cost).*' }] },
  },
]);

function asked(_: unknown, at: number): { readonly event: LiveEvent; readonly at: number } {
  const user = { userId: 'push_1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
  return { at, event: { type: 'comment', user, text: `how nice this is, ${at}` } };
}
