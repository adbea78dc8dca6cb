import * as fc from 'fast-check';
import { buildOptions } from '#options';
import { decodeAll } from '../../../../test/support/recording-sink.js';
import { pushedFrame, recordedFrame } from './form-frame.js';
import { pushSource } from './push.definition.js';
import { PushOptions } from './push.options.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

/** As Ko-fi posts it, by its own page about webhooks. */
const KOFI = {
  verification_token: 'v',
  message_id: '3a1fac0c-f960-4506-a60e-824979a74e74',
  timestamp: '2022-08-21T13:04:30Z',
  type: 'Donation',
  is_public: true,
  from_name: 'Ann & Bob',
  message: '加油 100%',
  amount: '3.00',
  currency: 'USD',
};

describe('pushedFrame', () => {
  it('turns a form into an object of its fields, which the mapping unwraps', () => {
    const body = Buffer.from(new URLSearchParams({ data: JSON.stringify(KOFI) }).toString());
    const mapping = {
      platform: 'kofi',
      unwrap: ['data'],
      rules: [
        {
          when: { 'data.type': 'Donation' },
          event: 'gift',
          id: 'data.message_id',
          time: 'data.timestamp',
          user: { name: 'data.from_name' },
          gift: {
            name: 'data.type',
            totalValue: { path: 'data.amount', money: 'decimal', currency: 'data.currency' },
          },
          text: 'data.message',
        },
      ],
    };
    const decoder = pushSource.decoder(buildOptions(PushOptions, { mapping }));
    const { events, problems } = decodeAll(decoder, pushSource.inbound!.frameOf!(FORM, body));
    expect(problems).toEqual([]);
    expect(events).toMatchObject([
      { id: KOFI.message_id, user: { name: 'Ann & Bob' }, gift: { totalValue: 300 } },
      { text: '加油 100%' },
    ]);
  });

  it('leaves every other body as it is', () => {
    const body = Buffer.from('data=%7B%7D');
    expect(pushedFrame({ 'content-type': 'text/plain' }, body)).toBe(body);
    expect(pushedFrame({}, body)).toBe(body);
  });

  it.each(['{"type":"like"}', ' \n[{"type":"like"}]'])(
    'leaves JSON as it is that is sent as a form, as curl does by itself: %s',
    (json) => {
      const body = Buffer.from(json);
      expect(pushedFrame(FORM, body)).toBe(body);
    },
  );

  it('returns JSON for any form, with the names as plain keys', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        fc.pre(!/^\s*[{[]/.test(Buffer.from(bytes).toString()));
        expect(typeof JSON.parse(pushedFrame(FORM, Buffer.from(bytes)).toString())).toBe('object');
      }),
    );
    const hostile = pushedFrame(FORM, Buffer.from('__proto__=a&toString=b')).toString();
    expect(hostile).toBe('{"__proto__":"a","toString":"b"}');
  });
});

describe('recordedFrame', () => {
  const form = new URLSearchParams({ data: JSON.stringify(KOFI) }).toString();
  const pushed = JSON.stringify({ data: JSON.stringify(KOFI) });

  it.each([
    ['the body of a form', form],
    ['a webhook with a form', JSON.stringify({ headers: FORM, body: form })],
    ['a webhook with JSON', JSON.stringify({ headers: {}, body: JSON.parse(pushed) })],
    ['a webhook with JSON in a text', JSON.stringify({ headers: {}, body: pushed })],
    [
      'a webhook whose header is written as it came',
      JSON.stringify({ headers: { 'Content-Type': FORM['content-type'] }, body: form }),
    ],
  ])('reads %s', (_what, recorded) => {
    expect(recordedFrame(recorded).toString()).toBe(pushed);
  });

  it.each([
    '{"type":"comment","headers":{},"body":"x"}',
    '{"headers":5,"body":"x"}',
    '[1]',
    'a = b',
    '{"a=b',
    '',
  ])('leaves %j as it is', (recorded) => {
    expect(recordedFrame(recorded)).toBe(recorded);
  });

  it('leaves a body that is nested too deep to be written as it is', () => {
    const deep = `{"headers":{},"body":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect(recordedFrame(deep)).toBe(deep);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (recorded) => {
        expect(typeof recordedFrame(recorded).toString()).toBe('string');
      }),
    );
  });
});
