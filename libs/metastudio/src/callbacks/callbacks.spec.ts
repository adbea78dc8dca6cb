import { createHmac } from 'node:crypto';
import { Secret } from '#secret';
import { callbackOf } from './callback.js';
import { callbackTemplateProblem } from './callback-template.js';
import { CallbackVerifier, type CallbackAuth } from './callback-verifier.js';

const KEY = 'a-key-of-20-letters!';
const URL_GIVEN = 'https://relay.example.com/callbacks/metastudio/default';
const NOW = 1_700_000_000_000;
const NOW_HEX = (NOW / 1000).toString(16);

function signed(text: string, key = KEY): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

function verifier(auth: CallbackAuth, template = '{url}{time}'): CallbackVerifier {
  return new CallbackVerifier({ url: URL_GIVEN, auth, key: new Secret(KEY), template });
}

function arrived(values: Readonly<Record<string, string>>, inQuery = false) {
  return inQuery
    ? { query: new URLSearchParams(values), headers: {} }
    : { query: new URLSearchParams(), headers: values };
}

function inHeaders(time: string, secret: string) {
  return arrived({ 'x-hw-mss-time': time, 'x-hw-mss-secret': secret });
}

describe('CallbackVerifier', () => {
  const good = signed(URL_GIVEN + NOW_HEX);

  it('verifies hmac_sha256(key, URI + hwTime), in headers or in the query as configured', () => {
    expect(verifier('MSS_A_HEAD').verify(inHeaders(NOW_HEX, good), NOW)).toBeDefined();
    const query = arrived({ hwTime: NOW_HEX, hwSecret: good }, true);
    expect(verifier('MSS_A').verify(query, NOW)).toBeDefined();
    expect(verifier('MSS_A_HEAD').verify(query, NOW)).toBeUndefined();
    expect(verifier('MSS_A').verify(inHeaders(NOW_HEX, good), NOW)).toBeUndefined();
  });

  it('accepts times in seconds and in ms, within five minutes', () => {
    for (const [at, isTaken] of [
      [NOW, true],
      [NOW - 299_000, true],
      [NOW + 299_000, true],
      [NOW - 301_000, false],
      [NOW + 301_000, false],
    ] as const) {
      for (const time of [at.toString(16), Math.floor(at / 1000).toString(16)]) {
        const secret = signed(URL_GIVEN + time);
        const print = verifier('MSS_A_HEAD').verify(inHeaders(time, secret), NOW);
        expect([time, print !== undefined]).toEqual([time, isTaken]);
      }
    }
  });

  it('signs the text of the template', () => {
    const cases = [
      ['{host}{path}{time}', `relay.example.com/callbacks/metastudio/default${NOW_HEX}`],
      ['{path}{time}', `/callbacks/metastudio/default${NOW_HEX}`],
      ['{url}{time_decimal}', URL_GIVEN + NOW / 1000],
    ] as const;
    for (const [template, text] of cases) {
      const known = verifier('MSS_A_HEAD', template);
      expect(known.verify(inHeaders(NOW_HEX, signed(text)), NOW)).toBeDefined();
      expect(known.verify(inHeaders(NOW_HEX, good), NOW)).toBeUndefined();
    }
    expect(callbackTemplateProblem('{url}')).toMatch(/no \{time\}/u);
    expect(callbackTemplateProblem('{url}{tiem}')).toBeDefined();
    expect(callbackTemplateProblem('{url}{time}')).toBeUndefined();
  });

  it('knows a signature again, however its time is written where the template has it in decimals', () => {
    const known = verifier('MSS_A_HEAD', '{url}{time_decimal}');
    const secret = signed(URL_GIVEN + NOW / 1000);
    const prints = [NOW_HEX, NOW_HEX.toUpperCase(), `00${NOW_HEX}`].map((time) => {
      return known.verify(inHeaders(time, secret), NOW);
    });
    expect(prints[0]).toBeDefined();
    expect(new Set(prints).size).toBe(1);
  });

  it.each([
    ['another key', NOW_HEX, signed(URL_GIVEN + NOW_HEX, 'other')],
    ['another time', (NOW / 1000 + 1).toString(16), signed(URL_GIVEN + NOW_HEX)],
    ['nothing', '', ''],
    ['no hex', 'zz', signed(`${URL_GIVEN}zz`)],
    ['a time without end', 'f'.repeat(13), signed(URL_GIVEN + 'f'.repeat(13))],
    ['half of it', NOW_HEX, signed(URL_GIVEN + NOW_HEX).slice(0, 32)],
  ])('refuses a signature of %s', (_, time, secret) => {
    expect(verifier('MSS_A_HEAD').verify(inHeaders(time, secret), NOW)).toBeUndefined();
  });

  it('accepts the key in the address where signing is off', () => {
    expect(verifier('NONE').verify(arrived({ key: KEY }, true), NOW)).toBe('');
    for (const key of ['', `${KEY}x`, KEY.toUpperCase()]) {
      expect(verifier('NONE').verify(arrived({ key }, true), NOW)).toBeUndefined();
    }
  });
});

function of(event_type: string, message: unknown) {
  return callbackOf(Buffer.from(JSON.stringify({ event_type, message })));
}

describe('callbackOf', () => {
  // As the SDKs document them: JSON in a string.
  const ids = { room_id: '26f065244f754b3aa853b649a21aaf66', job_id: 'e87104f76d754' };

  it('reads the documented callbacks', () => {
    const told = { roomId: ids.room_id, jobId: ids.job_id };
    const reply = JSON.stringify({ ...ids, reply_id: 'r' });
    expect(of('REPLY_COMMAND_FINISH', reply)).toEqual({ kind: 'replied', ...told });
    const state = JSON.stringify({ ...ids, output_url: 'rtmp://x', state: 'CONNECTED' });
    expect(of('RTMP_STREAM_STATE_CHANGE', state)).toEqual({ kind: 'stream', ...told });
    expect(of('RTMP_STREAM_STATE_CHANGE', { ...ids })).toEqual({ kind: 'stream', ...told });
    expect(of('SHOOT_SCRIPT_SWITCH', '{}')).toEqual({ kind: 'other' });
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no event_type', '{}'],
    ['no message', '{"event_type":"REPLY_COMMAND_FINISH"}'],
    ['a room that is none', '{"event_type":"REPLY_COMMAND_FINISH","message":{"room_id":"../x"}}'],
  ])('ignores %s', (_, body) => {
    expect(callbackOf(Buffer.from(body))).toBeUndefined();
  });
});
