import * as fc from 'fast-check';
import { ERROR_CODES } from '../error-codes.js';
import { endpointOf } from '../endpoint.js';
import { reportPathOf } from '../report-target.js';
import type { Answer } from './answer.js';
import { classifyAnswer } from './classify-answer.js';
import { MESSAGE_LENGTH_MAX } from './report-outcome.js';

const target = { projectId: 'p', roomId: 'r', jobId: 'j' };
const origin = 'https://metastudio.cn-north-4.myhuaweicloud.com';
const rules = { endpoint: endpointOf(origin), allowedHosts: ['.myhuaweicloud.com'] };
const NOW = Date.UTC(2026, 0, 1);

function classify(status: number, body: unknown = '', headers: Answer['headers'] = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return classifyAnswer({ status, headers, body: Buffer.from(text) }, { rules, target, now: NOW });
}

describe('classifyAnswer', () => {
  describe('a success', () => {
    it.each([
      [200, ''],
      [200, '{}'],
      [200, 'OK'],
      [200, '[1]'],
      [200, 'null'],
      [200, '{"cut":'],
      [200, '[['.repeat(30_000)],
      [201, '{}'],
      [202, ''],
      [204, ''],
    ])('is delivered with status %i', (status, body) => {
      expect(classify(status, body)).toMatchObject({ kind: 'delivered', status });
    });

    it('keeps the new report URL, as a secret', () => {
      const url = `${origin}${reportPathOf(target)}?auth_key=k&expires_time=1`;
      const outcome = classify(200, { live_event_report_url: url }, { 'x-request-id': 'abc-1' });
      expect(outcome).toMatchObject({ kind: 'delivered', requestId: 'abc-1' });
      expect(outcome.kind === 'delivered' && outcome.reportUrl?.reveal()).toBe(url);
      expect(JSON.stringify(outcome)).not.toContain('auth_key');
    });

    it('says why it does not take a report URL that points elsewhere', () => {
      const body = { live_event_report_url: `https://evil.com${reportPathOf(target)}` };
      const outcome = classify(200, body);
      expect(outcome).toMatchObject({ kind: 'delivered', reportUrlRefused: 'host' });
      expect(outcome).not.toHaveProperty('reportUrl');
    });

    it.each([null, 1, '', {}, ['https://x']])('ignores %j in place of a URL', (url) => {
      const outcome = classify(200, { live_event_report_url: url });
      expect(outcome).toEqual({ kind: 'delivered', status: 200 });
    });

    it('believes a known error code more than the status', () => {
      expect(classify(200, { error_code: 'MSS.00000004' }).kind).toBe('retry');
    });

    it('believes the status more than a code that nobody published', () => {
      expect(classify(200, { error_code: 'MSS.99999999' })).toMatchObject({
        kind: 'delivered',
        code: 'MSS.99999999',
      });
    });
  });

  describe('an error', () => {
    it.each([
      [400, 'MSS.00010008', { kind: 'unauthorized' }],
      [401, 'MSS.00000001', { kind: 'unauthorized' }],
      [401, 'APIG.0301', { kind: 'unauthorized', code: 'APIGW.0301' }],
      [401, 'APIGW.0303', { kind: 'unauthorized' }],
      [401, 'APIGW.0307', { kind: 'unauthorized' }],
      [400, 'MSS.00000003', { kind: 'invalid', certain: true }],
      [400, 'MSS.000000003', { kind: 'invalid', certain: true }],
      [400, 'MSS.10000003', { kind: 'invalid', certain: true }],
      [400, 'MSS.31415926', { kind: 'invalid', certain: false }],
      [400, 'APIGW.0201', { kind: 'invalid', certain: false }],
      [413, 'APIGW.0201', { kind: 'too-large' }],
      [502, 'APIGW.0201', { kind: 'retry', reason: 'server-error', ambiguous: false }],
      [503, 'APIGW.0201', { kind: 'retry', reason: 'server-error', ambiguous: false }],
      [504, 'APIG.0201', { kind: 'retry', reason: 'server-error', ambiguous: true }],
      [400, 'APIGW.0105', { kind: 'retry', reason: 'server-error' }],
      [400, 'MSS.20020001', { kind: 'gone' }],
      [404, 'MSS.00000002', { kind: 'gone' }],
      [400, 'MSS.00000002', { kind: 'invalid', certain: true }],
      [404, 'APIGW.0101', { kind: 'refused', reason: 'wrong-endpoint' }],
      [400, 'MSS.00010009', { kind: 'refused', reason: 'wrong-project' }],
      [403, 'APIGW.0302', { kind: 'refused', reason: 'forbidden' }],
      [400, 'MSS.00000004', { kind: 'retry', reason: 'server-error' }],
      [429, 'APIGW.0308', { kind: 'retry', reason: 'throttled' }],
    ])('reads status %i with code %s', (status, code, expected) => {
      expect(classify(status, { error_code: code, error_msg: 'm' })).toMatchObject({
        status,
        ...expected,
      });
    });

    it.each([
      [301, { kind: 'refused', reason: 'redirect' }],
      [304, { kind: 'refused', reason: 'redirect' }],
      [308, { kind: 'refused', reason: 'redirect' }],
      [400, { kind: 'invalid', certain: false }],
      [401, { kind: 'unauthorized' }],
      [403, { kind: 'refused', reason: 'forbidden' }],
      [404, { kind: 'gone' }],
      [405, { kind: 'refused', reason: 'unexpected-status' }],
      [408, { kind: 'retry', reason: 'server-error' }],
      [410, { kind: 'gone' }],
      [413, { kind: 'too-large' }],
      [418, { kind: 'refused', reason: 'unexpected-status' }],
      [422, { kind: 'invalid' }],
      [429, { kind: 'retry', reason: 'throttled', ambiguous: false }],
      [500, { kind: 'retry', reason: 'server-error', ambiguous: false }],
      [503, { kind: 'retry', reason: 'server-error' }],
      [504, { kind: 'retry', reason: 'server-error', ambiguous: true }],
      [999, { kind: 'retry', reason: 'unreadable-answer', ambiguous: true }],
    ])('goes by the status %i where there is no code', (status, expected) => {
      expect(classify(status, '<html>')).toMatchObject({ status, ...expected });
    });

    it('reads the shape of the newer gateway', () => {
      const body = {
        status_code: 429,
        request_id: 'r-1',
        error_code: 'APIGW.0308',
        error_message: 'policy user over ratelimit,limit:20,time:1 second',
        encoded_authorization_message: '',
      };
      expect(classify(429, body)).toMatchObject({
        kind: 'retry',
        reason: 'throttled',
        code: 'APIGW.0308',
        requestId: 'r-1',
      });
    });

    it("keeps MetaStudio's words, cleaned and bounded", () => {
      const message = `bad\u0000 \u202Etext\n${'x'.repeat(2000)}`;
      const outcome = classify(400, { error_code: 'MSS.00000003', error_msg: message });
      expect(outcome).toMatchObject({ message: expect.stringMatching(/^bad text x+$/) });
      expect(outcome.kind === 'invalid' && outcome.message.length).toBe(MESSAGE_LENGTH_MAX);
    });

    it('keeps no key that a message repeats', () => {
      const error_msg = 'bad url https://h/p?auth_key=s3cret&expires_time=1 "signature=abc"';
      const outcome = classify(400, { error_code: 'MSS.00000003', error_msg });
      expect(JSON.stringify(outcome)).not.toMatch(/s3cret|=abc/);
    });

    it.each([{}, [], 7.5, 'two words', 'x'.repeat(65), '<b>', '', null])(
      'finds no code in %j',
      (error_code) => {
        const outcome = classify(400, { error_code });
        const code = 'code' in outcome ? outcome.code : 'none';
        expect(error_code === 7.5 ? code === '7.5' : code === undefined).toBe(true);
      },
    );
  });

  it('obeys Retry-After on throttling and on server errors', () => {
    const headers = { 'retry-after': '7' };
    expect(classify(429, '', headers)).toMatchObject({ retryAfterMs: 7000 });
    expect(classify(503, '', headers)).toMatchObject({ retryAfterMs: 7000 });
  });

  it.each(ERROR_CODES.map(({ code, status, verdict }) => [code, status, verdict] as const))(
    'has an outcome for %s with status %s',
    (code, status) => {
      expect(classify(status ?? 400, { error_code: code }).kind).not.toBe('delivered');
    },
  );

  it('never throws, whatever the answer', () => {
    const header = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined));
    const names = fc.constantFrom('retry-after', 'date', 'x-request-id');
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 999 }),
        fc.oneof(fc.json(), fc.string({ unit: 'binary' })),
        fc.dictionary(names, header),
        (status, body, headers) => {
          expect(classify(status, body, headers).kind).toEqual(expect.any(String));
        },
      ),
    );
  });
});
