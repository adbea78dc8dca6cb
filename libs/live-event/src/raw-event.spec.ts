import * as fc from 'fast-check';
import { encodeLiveEvent } from './encode.js';
import { CLASS_OF, classOfCode, EVENT_CODE_MAX, eventCodeOf, eventTypeOf } from './event-class.js';
import { RAW_CONTENT_BYTES_MAX } from './limits.js';
import { makeRawEvent, type RawContent } from './raw-event.js';

const NOW = 1_750_000_000_000;

function reported(raw: RawContent): unknown {
  const made = makeRawEvent(raw);
  return 'type' in made ? (JSON.parse(encodeLiveEvent(made, NOW)) as unknown) : made;
}

/** JSON of so many bytes, a third as many characters. */
function chinese(bytes: number): string {
  return JSON.stringify('好'.repeat((bytes - 2) / 3));
}

describe('makeRawEvent', () => {
  it('keeps a text of JSON character by character, and every type from 0 to 100', () => {
    const blanks = fc.stringMatching(/^[ \n\t]{0,3}$/u);
    fc.assert(
      fc.property(fc.nat(100), fc.json(), blanks, (type, json, blank) => {
        const content = blank + json;
        expect(reported({ type, content })).toEqual({ timestamp: NOW, type, content });
      }),
    );
  });

  it('writes what is no text as JSON', () => {
    const content = { user: { userId: 'u1' }, list: [1, null, true], text: '"\u2028\ud800' };
    const made = makeRawEvent({ type: '10', content });
    expect(made).toMatchObject({ code: 10, content: JSON.stringify(content), class: 'chat' });
    expect(makeRawEvent({ type: 0, content: 5 })).toMatchObject({ content: '5' });
  });

  it.each([
    ['a type above 100', { type: 101, content: '{}' }, ['bad-type']],
    ['a type below 0', { type: -1, content: '{}' }, ['bad-type']],
    ['a type with a fraction', { type: 1.5, content: '{}' }, ['bad-type']],
    ['a type that is a word', { type: 'comment', content: '{}' }, ['bad-type']],
    ['no type', { type: undefined, content: '{}' }, ['bad-type']],
    ['a content that is no JSON', { type: 1, content: 'xxxxx' }, ['content-not-json']],
    ['JSON with something behind it', { type: 1, content: '{}x' }, ['content-not-json']],
    ['no content', { type: 1, content: null }, ['no-content']],
    ['an empty content', { type: 1, content: '' }, ['no-content']],
    ['a class that is none', { type: 1, content: '{}', class: 'gold' }, ['bad-class']],
    [
      'all of it',
      { type: 1e9, content: '{', class: 7 },
      ['bad-type', 'content-not-json', 'bad-class'],
    ],
  ])('tells %s', (_, raw, problems) => {
    expect(makeRawEvent(raw)).toEqual(problems);
  });

  it('bounds the content by its bytes, not by its characters', () => {
    expect(RAW_CONTENT_BYTES_MAX % 3).toBe(1);
    expect(makeRawEvent({ type: 1, content: chinese(RAW_CONTENT_BYTES_MAX - 2) })).toHaveProperty(
      'code',
    );
    expect(makeRawEvent({ type: 1, content: chinese(RAW_CONTENT_BYTES_MAX + 1) })).toEqual([
      'content-too-long',
    ]);
  });

  it('survives endlessly nested content', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 200_000; i++) deep = [deep];
    expect(makeRawEvent({ type: 1, content: deep })).toEqual(['content-not-json']);
    const text = `${'['.repeat(8000)}${']'.repeat(8000)}`;
    expect(makeRawEvent({ type: 1, content: text })).toMatchObject({ content: text });
  });

  it('gives filters the viewer and the text, where the content has the documented form', () => {
    const content = { user: { userId: 'x_1', name: 'Ann' }, content: 'hi' };
    const said = { user: { userId: 'x_1', name: 'Ann' }, text: 'hi' };
    expect(makeRawEvent({ type: 1, content })).toMatchObject(said);
    expect(makeRawEvent({ type: 1, content: '[1]' })).not.toHaveProperty('user');
    expect(
      makeRawEvent({ type: 1, content: '{"user":{"name":5},"content":6}' }),
    ).not.toHaveProperty('text');
  });
});

describe('the codes of the buffer', () => {
  it('read back to the type and the class of every event', () => {
    const codes = new Set<number>();
    for (const type of ['comment', 'enter', 'like', 'gift', 'follow', 'viewers', 'raw'] as const) {
      for (const eventClass of ['paid', 'chat', 'ambient'] as const) {
        const code = eventCodeOf(type, eventClass);
        codes.add(code);
        expect(eventTypeOf(code)).toBe(type);
        expect(classOfCode(code)).toBe(type === 'raw' ? eventClass : CLASS_OF[type]);
      }
    }
    expect(Math.max(...codes)).toBe(EVENT_CODE_MAX);
    expect([eventTypeOf(0), eventTypeOf(EVENT_CODE_MAX + 1)]).toEqual([undefined, undefined]);
  });
});
