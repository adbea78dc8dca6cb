import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { decodeAll } from '../../../../test/support/recording-sink.js';
import { buildOptions } from '#options';
import { ending } from '../../../../test/support/ending.js';
import { PLAIN_MISTAKES, plainMistakes } from './plain-mistakes.js';
import { pushSource } from './push.definition.js';
import { PushOptions } from './push.options.js';

const ANN = { id: 'u1', name: 'Ann' };
const ROSE = { name: 'Rose' };

const WRONG: readonly [string, object, object[]][] = [
  [
    'content for text',
    { type: 'comment', user: ANN, content: 'hello' },
    [{ problem: 'unknown-field', field: 'content', nearest: 'text' }],
  ],
  [
    'a misspelt text',
    { type: 'comment', user: ANN, txet: 'hello' },
    [{ problem: 'unknown-field', field: 'txet', nearest: 'text' }],
  ],
  ['no text', { type: 'comment', user: ANN }, [{ problem: 'missing-field', field: 'text' }]],
  [
    'event for type',
    { event: 'comment', user: ANN, text: 'hello' },
    [{ problem: 'unknown-field', field: 'event', nearest: 'type' }],
  ],
  ['no type', { user: ANN, text: 'hello' }, [{ problem: 'missing-field', field: 'type' }]],
  [
    'an id of the user that is none',
    { type: 'like', user: { id: {}, name: 'Ann' } },
    [{ problem: 'bad-text', field: 'user.id' }],
  ],
  [
    'a text that is none',
    { type: 'comment', user: ANN, text: { a: 1 } },
    [{ problem: 'bad-text', field: 'text' }],
  ],
  [
    'a gift without a gift',
    { type: 'gift', user: ANN },
    [{ problem: 'missing-field', field: 'gift' }],
  ],
  [
    'the name of a gift beside it',
    { type: 'gift', user: ANN, gift_name: 'Rose' },
    [{ problem: 'unknown-field', field: 'gift_name', nearest: 'gift' }],
  ],
  [
    'a gift that is a word',
    { type: 'gift', user: ANN, gift: 'Rose' },
    [{ problem: 'bad-object', field: 'gift' }],
  ],
  [
    'a gift without a name',
    { type: 'gift', user: ANN, gift: { giftName: 'Rose', count: 2 } },
    [{ problem: 'unknown-field', field: 'gift.giftName', nearest: 'gift.name' }],
  ],
  [
    'a count in words',
    { type: 'gift', user: ANN, gift: { ...ROSE, count: 'two' } },
    [{ problem: 'bad-number', field: 'gift.count' }],
  ],
  [
    'a price in words, and a running count',
    {
      type: 'gift',
      user: ANN,
      gift: { ...ROSE, unitValue: 'cheap' },
      combo: { key: 'k', count: [] },
    },
    [
      { problem: 'bad-number', field: 'gift.unitValue' },
      { problem: 'bad-number', field: 'combo.count' },
    ],
  ],
  [
    'another name for the count of a gift, and for its price',
    { type: 'gift', user: ANN, gift: { ...ROSE, num: 2, price: 10 } },
    [
      { problem: 'unknown-field', field: 'gift.num', nearest: 'gift.count' },
      { problem: 'unknown-field', field: 'gift.price', nearest: 'gift.unitValue' },
    ],
  ],
  [
    'the count of a gift beside it',
    { type: 'gift', user: ANN, gift: ROSE, count: 5 },
    [{ problem: 'unknown-field', field: 'count', nearest: 'gift.count' }],
  ],
  [
    'a gift less than none',
    { type: 'gift', user: ANN, gift: { ...ROSE, count: -2 } },
    [{ problem: 'bad-number', field: 'gift.count' }],
  ],
  [
    'a streak without a key',
    { type: 'gift', user: ANN, gift: ROSE, combo: { count: 5 } },
    [{ problem: 'missing-field', field: 'combo.key' }],
  ],
  [
    'an id and names that are no texts',
    { type: 'gift', id: { a: 1 }, user: { id: 'u', name: [] }, gift: { name: true } },
    [
      { problem: 'bad-text', field: 'user.name' },
      { problem: 'bad-text', field: 'gift.name' },
      { problem: 'bad-text', field: 'id' },
    ],
  ],
  [
    'Chinese names of fields',
    { type: 'comment', user: ANN, 内容: 'hello' },
    [{ problem: 'unknown-field', field: '内容', nearest: 'text' }],
  ],
  [
    'a time in words',
    { type: 'like', user: ANN, time: 'yesterday' },
    [{ problem: 'bad-time', field: 'time' }],
  ],
  [
    'another name for the user',
    { type: 'enter', author: ANN },
    [{ problem: 'no-user', field: 'author', nearest: 'user' }],
  ],
  [
    'a user that is a word',
    { type: 'enter', user: 'Ann' },
    [{ problem: 'bad-object', field: 'user' }],
  ],
  [
    'a user by another id',
    { type: 'follow', user: { uid: 7 } },
    [{ problem: 'no-user', field: 'user.uid', nearest: 'user.id' }],
  ],
  [
    'viewers under another name',
    { type: 'viewers', count: 120 },
    [{ problem: 'unknown-field', field: 'count', nearest: 'viewers' }],
  ],
  [
    'viewers in words',
    { type: 'viewers', viewers: 'many' },
    [{ problem: 'bad-number', field: 'viewers' }],
  ],
  [
    'several mistakes',
    { type: 'comment', message: 'x', time: 'now' },
    [
      { problem: 'no-user', field: 'user' },
      { problem: 'unknown-field', field: 'message', nearest: 'text' },
      { problem: 'bad-time', field: 'time' },
    ],
  ],
];

describe('plainMistakes', () => {
  it.each(WRONG)('names %s, the field and what was meant', (_, event, mistakes) => {
    expect(plainMistakes(event)).toEqual(mistakes);
  });

  it("finds no mistake in the page's examples, in numbers as texts, or in other fields of the sender", () => {
    const all = [
      { type: 'comment', user: ANN, text: '', extra: 1, item: 'x' },
      { type: 'comment', user: { name: 'Ann' }, text: 666, time: null },
      {
        type: 'gift',
        user: ANN,
        gift: { id: 7, count: '2', unitValue: '10.5' },
        combo: { key: 1 },
      },
      { type: 'viewers', viewers: '120', time: '2026-01-01T00:00:00Z' },
      { type: 'share' },
    ];
    expect(all.flatMap((event) => plainMistakes(event))).toEqual([]);
  });

  it('has a name for each mistake, and never throws, whatever the event', () => {
    const type = fc.constantFrom('comment', 'enter', 'like', 'gift', 'follow', 'viewers');
    const known: readonly string[] = PLAIN_MISTAKES;
    fc.assert(
      fc.property(type, fc.object(), (kind, fields) => {
        for (const { problem, field } of plainMistakes({ ...fields, type: kind })) {
          expect(known).toContain(problem);
          expect(field.length).toBeLessThanOrEqual(64);
        }
      }),
    );
  });

  it.each(['push.md', 'push.zh-CN.md'])('has each mistake in the table of %s', (file) => {
    const page = readFileSync(`docs/sources/${file}`, 'utf8');
    expect(PLAIN_MISTAKES.filter((problem) => !page.includes(`| \`${problem}\``))).toEqual([]);
  });

  it('a mistake costs its own element, and no other', () => {
    const decoder = pushSource.decoder(buildOptions(PushOptions, {}));
    const like = { type: 'like', user: ANN };
    const frame = JSON.stringify([like, { ...like, time: 'yesterday' }, like]);
    const { events, problems } = decodeAll(decoder, frame);
    expect(events).toHaveLength(2);
    expect(problems).toEqual(['bad-time']);
  });

  it('is looked for in events with hundreds of fields of their own without keeping the process busy', () => {
    const names = Array.from(
      { length: 100 },
      (_, i) => `field_of_the_sender_that_has_a_long_name_${i}`,
    );
    const own = Object.fromEntries(names.map((name) => [name, 1]));
    const gift = { ...own, type: 'gift', user: { ...own, id: 'u' }, gift: { ...own, name: 'g' } };
    const found = ending(() => Array.from({ length: 600 }, () => plainMistakes(gift)));
    expect(found.flat()).toEqual([]);
  });

  it('a field whose own name has a dot is not taken for one of a block', () => {
    plainMistakes({ type: 'comment', user: ANN, 'gift.nmae': 'Rose' });
    const gift = plainMistakes({ type: 'gift', user: ANN, gift: { nmae: 'Rose' } });
    expect(gift).toEqual([{ problem: 'unknown-field', field: 'gift.nmae', nearest: 'gift.name' }]);
  });

  it('what is worth less without it is taken without it, and told', () => {
    const decoder = pushSource.decoder(buildOptions(PushOptions, {}));
    const late = { type: 'like', user: { ...ANN, lv: 3 }, timestamp: 1 };
    const { events, problems } = decodeAll(decoder, JSON.stringify(late));
    expect(events).toHaveLength(1);
    expect(problems).toEqual(['unknown-field', 'unknown-field']);
  });
});
