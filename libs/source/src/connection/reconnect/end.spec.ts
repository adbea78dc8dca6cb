import { endOfRefusedUpgrade, endOfSourceError, toldReason, type ConnectionEnd } from './end.js';
import { SourceError } from '../../source-error.js';

const limits = { retryAfterMaxMs: 300_000, wallClock: () => Date.parse('2026-01-01T00:00:00Z') };

function retryAfterMs(headers: Record<string, string>): number | undefined {
  return endOfRefusedUpgrade(429, headers, limits).retryAfterMs;
}

describe('endOfRefusedUpgrade', () => {
  it('reads Retry-After in seconds, bounded', () => {
    expect(retryAfterMs({ 'retry-after': '7' })).toBe(7_000);
    expect(retryAfterMs({ 'retry-after': '301' })).toBe(300_000);
    expect(retryAfterMs({ 'retry-after': '9'.repeat(40) })).toBe(300_000);
  });

  it("reads Retry-After as a date on the server's clock, or ours where it sends none", () => {
    const date = 'Thu, 01 Jan 2026 00:00:30 GMT';
    expect(retryAfterMs({ 'retry-after': date })).toBe(30_000);
    const serverDate = { date: 'Thu, 01 Jan 2026 00:00:20 GMT' };
    expect(retryAfterMs({ 'retry-after': date, ...serverDate })).toBe(10_000);
  });

  it.each([undefined, '', 'soon', '-5', 'Thu, 01 Jan 2025 00:00:00 GMT', '9'.repeat(65)])(
    'ignores the Retry-After %j',
    (value) => {
      expect(retryAfterMs(value === undefined ? {} : { 'retry-after': value })).toBeUndefined();
    },
  );
});

describe('endOfSourceError', () => {
  it('shows the sentence of a source error and what it asks for', () => {
    const after = { refused: 'Renew the token.' };
    expect(endOfSourceError(new SourceError('No token.', { after }))).toEqual({
      reason: 'source-refused',
      after,
      sentence: 'No token.',
    });
  });

  it('shows nothing of any other error', () => {
    expect(endOfSourceError(new Error('secret'))).toEqual({
      reason: 'connect-failed',
      after: 'reconnect',
    });
  });
});

describe('toldReason', () => {
  const refused = { refused: 'Renew the token.' };

  it.each<[ConnectionEnd, string]>([
    [{ reason: 'closed' }, 'closed'],
    [{ reason: 'closed', after: 'reconnect-now' }, 'server-asked'],
    [{ reason: 'closed', after: refused }, 'source-refused'],
    [{ reason: 'protocol:password', after: refused }, 'source-refused'],
    [{ reason: 'protocol:no-session', after: 'reconnect' }, 'protocol:no-session'],
    [{ reason: 'upgrade-403', after: refused }, 'upgrade-403'],
  ])('of %j is %s', (end, reason) => {
    expect(toldReason(end)).toBe(reason);
  });
});
