import { buildOptions, checkOptions } from '#options';
import * as fc from 'fast-check';
import { decodeAll } from '../../../../test/support/recording-sink.js';
import { pushSource } from './push.definition.js';
import { PushOptions } from './push.options.js';

const PLAIN = buildOptions(PushOptions, {});
const ANN = { id: 'u1', name: 'Ann', level: 3, badge: 'fans', badgeLevel: 2 };
const USER = { userId: 'push_u1', name: 'Ann', level: 3, badge: 'fans', badgeLevel: 2 };

function decode(...frames: readonly unknown[]): ReturnType<typeof decodeAll> {
  return decodeAll(pushSource.decoder(PLAIN), ...frames.map((frame) => JSON.stringify(frame)));
}

describe('pushSource', () => {
  it('reads our own plain events', () => {
    const about = { id: 'm1', time: 1_654_587_468, user: ANN };
    const gift = { name: 'Rose', count: 2, unitValue: 10 };
    const { events } = decode([
      { ...about, type: 'comment', text: 'hello' },
      { ...about, type: 'enter' },
      { ...about, type: 'like' },
      { ...about, type: 'gift', gift, text: 'for you' },
      { ...about, type: 'follow' },
      { type: 'viewers', viewers: 120 },
    ]);
    const common = { id: 'm1', timestamp: 1_654_587_468_000, user: USER };
    expect(events).toEqual([
      { ...common, type: 'comment', text: 'hello' },
      { ...common, type: 'enter' },
      { ...common, type: 'like' },
      {
        ...common,
        type: 'gift',
        gift: { giftName: 'Rose', giftNum: 2, giftValue: 10, totalValue: 20 },
      },
      { ...common, id: 'm1:comment', type: 'comment', text: 'for you' },
      { ...common, type: 'follow' },
      { type: 'viewers', id: undefined, timestamp: undefined, numberOfViewers: 120 },
    ]);
  });

  it('counts streaks, and names the platform that an event names', () => {
    const gift = { type: 'gift', platform: 'kuaishou', user: { id: 7 }, gift: { id: 'g1' } };
    const frames = [2, 5].map((count) => ({ ...gift, combo: { key: 's1', count } }));
    expect(decode(...frames).events).toMatchObject([
      { user: { userId: 'kuaishou_7' }, gift: { giftName: 'g1', giftNum: 2 } },
      { user: { userId: 'kuaishou_7' }, gift: { giftName: 'g1', giftNum: 3 } },
    ]);
  });

  it('takes one event, an array, or JSON Lines, in any body', () => {
    const event = fc.record({
      type: fc.constant('comment'),
      user: fc.record({ id: fc.bigInt({ min: 1n, max: 2n ** 64n }).map(String) }),
      text: fc.stringMatching(/^[a-z]{1,20}$/),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 5 }), fc.nat(2), (sent, form) => {
        const lines = sent.map((one) => JSON.stringify(one));
        const frames = [lines, [JSON.stringify(sent)], [`${lines.join('\n')}\n`]][form]!;
        const { events, problems } = decodeAll(pushSource.decoder(PLAIN), ...frames);
        expect(problems).toEqual([]);
        const heard = events.map((heardOne) => 'user' in heardOne && heardOne.user?.userId);
        expect(heard).toEqual(sent.map(({ user }) => `push_${user.id}`));
      }),
    );
  });

  it('names keys that it does not know', () => {
    const { ignoredKinds, problems } = decode({ type: 'share' }, { type: 'comment' }, 5);
    expect(ignoredKinds).toEqual(['share']);
    expect(problems).toEqual(['no-user', 'missing-field', 'not-an-object']);
  });

  it('reads by the mapping of the file where there is one', () => {
    const rules = [{ event: 'enter', user: { name: 'who' } }];
    const options = buildOptions(PushOptions, { mapping: { platform: 'mine', rules } });
    expect(checkOptions(options, 'connect')).toEqual([]);
    const { events } = decodeAll(pushSource.decoder(options), '{"who":"Bob"}');
    expect(events).toMatchObject([{ type: 'enter', user: { userId: 'mine_Bob' } }]);
  });

  it('refuses a bad mapping', () => {
    const options = buildOptions(PushOptions, { mapping: { platform: 'mine', rules: [] } });
    expect(checkOptions(options, 'connect')).toHaveLength(1);
  });
});
