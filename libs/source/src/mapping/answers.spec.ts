import * as fc from 'fast-check';
import { buildOptions, checkOptions } from '#options';
import { Answers, type AnswerSpec } from './answers.js';
import { AnswerOptions } from './answers.options.js';
import { Template } from './template.js';

function said(answers: readonly AnswerSpec[], frame: unknown, token?: string): unknown {
  const text = typeof frame === 'string' ? frame : JSON.stringify(frame);
  const message = typeof frame === 'string' ? undefined : frame;
  return new Answers(answers, () => token).to(text, message);
}

function problems(plain: Record<string, unknown>): string[] {
  const errors = checkOptions(buildOptions(AnswerOptions, plain), 'connect');
  return errors.map(({ property }) => property);
}

describe('Answers', () => {
  it('answers a ping with the values of the ping, numbers as numbers', () => {
    const pong = { type: 'pong', respondingTo: '{{timestamp}}', by: 'no {{id}}' };
    const answers = [{ when: { type: 'ping' }, send: pong }];
    expect(said(answers, { type: 'ping', timestamp: 1795777248574, id: 7 })).toEqual({
      send: ['{"type":"pong","respondingTo":1795777248574,"by":"no 7"}'],
      means: undefined,
    });
    expect(said(answers, { type: 'ping' })).toMatchObject({
      send: ['{"type":"pong","respondingTo":null,"by":"no "}'],
    });
    expect(said(answers, { type: 'chat' })).toBeUndefined();
  });

  it('answers a whole frame that is no JSON', () => {
    const answers = [{ text: 'PING', send: 'PONG' }];
    expect(said(answers, 'PING')).toMatchObject({ send: ['PONG'] });
    expect(said(answers, 'PING ')).toBeUndefined();
  });

  it('uses the first rule that fits, sends several answers, and tells the meaning of the frame', () => {
    const answers: AnswerSpec[] = [
      { when: { op: 'hello' }, send: ['{"op":"auth","key":"{{token}}"}', { op: 'join' }] },
      { when: { op: 'welcome' }, means: 'ready' },
      { when: { error: { absent: false } }, means: 'refused' },
      { when: { op: 'hello' }, send: 'never' },
    ];
    expect(said(answers, { op: 'hello' }, 'a"b')).toMatchObject({
      send: ['{"op":"auth","key":"a\\"b"}', '{"op":"join"}'],
    });
    expect(said(answers, { op: 'welcome' })).toEqual({ send: [], means: 'ready' });
    expect(said(answers, { op: 'x', error: 'no' })).toMatchObject({ means: 'refused' });
    expect(new Answers(answers).waitsForWord).toBe(true);
    expect(new Answers(answers.slice(2)).waitsForWord).toBe(false);
  });

  it('sends JSON of the written shape, whatever the server says', () => {
    const answers = [{ when: {}, send: '{"a":"{{x}}","b":["in {{x}}"],"c":1}' }];
    fc.assert(
      fc.property(fc.jsonValue(), (x) => {
        const { send } = said(answers, { x }) as { send: string[] };
        const { a, b, c, ...others } = JSON.parse(send[0]!) as Record<string, unknown>;
        expect([c, others]).toEqual([1, {}]);
        expect(typeof (b as unknown[])[0]).toBe('string');
        expect(typeof a === 'object' ? a : null).toBeNull();
        expect(send[0]!.length).toBeLessThan(60_000);
      }),
    );
  });

  it('bounds the text that it echoes', () => {
    expect(new Template('{{x}}').make(() => 'y'.repeat(1e6))).toHaveLength(4096);
  });
});

describe('AnswerOptions', () => {
  it.each([
    [{ when: { a: 1 }, send: 'x' }],
    [{ text: 'PING', send: ['PONG', { a: '{{b.c | $.d}}' }] }],
    [{ when: { a: 1 }, means: 'ready' }],
  ])('takes %j', (plain) => {
    expect(problems(plain)).toEqual([]);
  });

  it.each([
    [{}, ['when', 'send']],
    [{ when: { a: 1 } }, ['send']],
    [{ when: { 'a..b': 1 }, send: 'x' }, ['when']],
    [{ text: '', send: 'x' }, ['text']],
    [{ when: { a: 1 }, send: [] }, ['send']],
    [{ when: { a: 1 }, send: 5 }, ['send']],
    [{ when: { a: 1 }, send: '{{a..b}}' }, ['send']],
    [{ when: { a: 1 }, send: 'x'.repeat(65_537) }, ['send']],
    [{ when: { a: 1 }, send: Array.from({ length: 9 }, () => 'x') }, ['send']],
    [{ when: { a: 1 }, means: 'gone' }, ['means']],
  ])('refuses %j', (plain, properties) => {
    expect(problems(plain)).toEqual(properties);
  });
});
