import { withoutWords } from './shown-words.js';
import type { ToldEvent } from './trail-reader.js';

const EVENT: ToldEvent = {
  target: 't',
  bridge: 'b',
  at: 1,
  type: 'comment',
  userId: 'douyin_secret',
  name: 'secret name',
  text: 'secret text',
  state: 'dropped',
  reason: 'asked_before',
  other: { at: 0, text: 'secret question' },
};

describe('withoutWords', () => {
  it('keeps the fate of an event, and no word of a viewer', () => {
    const told = withoutWords({ events: [EVENT], untold: 3, isKept: true });
    expect(told).toMatchObject({ untold: 3, isKept: true });
    expect(told.events[0]).toMatchObject({ state: 'dropped', reason: 'asked_before' });
    expect(told.events[0]!.other).toEqual({ at: 0 });
    expect(JSON.stringify(told)).not.toContain('secret');
  });
});
