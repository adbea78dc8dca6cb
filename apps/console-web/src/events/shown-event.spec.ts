import { encodeLiveEvent, type LiveEvent } from '#live-event';
import { shownEvent } from './shown-event.js';

const user = { userId: 'u', name: 'Ann "<b>"', level: 0, badge: '', badgeLevel: 0 };

function shown(event: object): unknown {
  return shownEvent(JSON.parse(encodeLiveEvent(event as LiveEvent, 7)));
}

describe('shownEvent', () => {
  it('reads what a report holds', () => {
    expect(shown({ type: 'comment', user, text: 'a "b" \\ c' })).toEqual({
      type: 'comment',
      who: 'Ann "<b>"',
      text: 'a "b" \\ c',
    });
    const gift = { giftName: 'Rose', giftNum: 3, totalValue: 0, giftValue: 0 };
    expect(shown({ type: 'gift', user, gift })).toMatchObject({ text: 'Rose', count: 3 });
    expect(shown({ type: 'viewers', numberOfViewers: 12 })).toMatchObject({ text: '12', who: '' });
    expect(shown({ type: 'enter', user })).toMatchObject({ type: 'enter', who: user.name });
    // A name of spaces cannot be seen: the id is shown.
    expect(shown({ type: 'enter', user: { ...user, name: ' \u3000 ' } })).toMatchObject({
      who: 'u',
    });
    expect(shown({ type: 'raw', code: 9, content: '{"x":1}' })).toMatchObject({ type: 'raw' });
  });

  it.each([
    [undefined],
    [null],
    ['x'],
    [{}],
    [{ type: 1, content: '{' }],
    [{ type: {}, content: 7 }],
  ])('shows nothing of the malformed event %j, without throwing', (odd) => {
    expect(shownEvent(odd)).toMatchObject({ who: '' });
  });
});
