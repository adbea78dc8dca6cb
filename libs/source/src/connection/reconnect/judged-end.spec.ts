import type { AfterClose } from '../../source-protocol.js';
import type { ConnectionEnd } from './end.js';
import { closedEnd, refusedEnd } from './judged-end.js';

function failing(): never {
  throw new Error('from a protocol');
}

function repeating(code: number, words: string): AfterClose {
  return { refused: `${code} ${words}` };
}

describe('refusedEnd', () => {
  const end: ConnectionEnd = {
    reason: 'upgrade-403',
    code: 403,
    after: 'slow',
    sentence: 'Check the token.',
    retryAfterMs: 5000,
  };

  it('is as the answer tells it where the protocol has no view', () => {
    expect(refusedEnd(end, {})).toEqual(end);
    expect(refusedEnd(end, { upgradeRefused: () => undefined })).toEqual(end);
  });

  it("has the protocol's view of the status, and its sentence", () => {
    const refused = { refused: 'Renew the key.' };
    const upgradeRefused = (status: number) => (status === 403 ? refused : undefined);
    const judged = { ...end, after: refused, sentence: 'Renew the key.' };
    expect(refusedEnd(end, { upgradeRefused })).toEqual(judged);
    expect(refusedEnd(end, { upgradeRefused: () => 'reconnect-now' })).toEqual({
      ...end,
      after: 'reconnect-now',
    });
  });

  it('asks the protocol about no code of the network, and ends where the protocol fails', () => {
    const unreached: ConnectionEnd = { reason: 'connect-failed', code: 'ECONNREFUSED' };
    expect(refusedEnd(unreached, { upgradeRefused: failing })).toMatchObject(unreached);
    expect(refusedEnd(end, { upgradeRefused: failing })).toEqual({ reason: 'protocol-failed' });
  });
});

describe('closedEnd', () => {
  it("has the code of the close, and the protocol's view of it", () => {
    const end: ConnectionEnd = { reason: 'closed', retryAfterMs: 7 };
    expect(closedEnd(end, 4003, 'unused', { closed: repeating })).toEqual({
      reason: 'closed',
      code: 4003,
      after: { refused: '4003 unused' },
      retryAfterMs: 7,
    });
  });

  it('keeps what was decided before the close', () => {
    const end: ConnectionEnd = { reason: 'silence', code: 1, after: 'slow' };
    expect(closedEnd(end, 1000, '', { closed: () => 'reconnect-now' })).toEqual(end);
  });

  it('is a failure of the protocol where that throws, whatever began it', () => {
    expect(closedEnd({ reason: 'silence' }, 1006, '', { closed: failing })).toEqual({
      reason: 'protocol-failed',
      code: 1006,
    });
  });
});
