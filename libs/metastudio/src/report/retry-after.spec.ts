import { RETRY_AFTER_MS_MAX } from './report-outcome.js';
import { retryAfterMsOf } from './retry-after.js';

const NOW = Date.UTC(2026, 0, 1, 12);
const http = (ms: number) => new Date(ms).toUTCString();

describe('retryAfterMsOf', () => {
  it.each([
    ['5', 5000],
    [' 2.5 ', 2500],
    ['100000', RETRY_AFTER_MS_MAX],
    ['9'.repeat(60), RETRY_AFTER_MS_MAX],
    [http(NOW + 30_000), 30_000],
  ])('reads %j', (header, ms) => {
    expect(retryAfterMsOf(header, undefined, NOW)).toBe(ms);
  });

  it.each([undefined, '', '0', '-3', 'soon', '0x10', http(NOW - 1000), '1'.repeat(65)])(
    'takes %j for none',
    (header) => {
      expect(retryAfterMsOf(header, undefined, NOW)).toBeUndefined();
    },
  );

  it("counts a date against the server's own clock", () => {
    const serverNow = NOW + 3_600_000;
    expect(retryAfterMsOf(http(serverNow + 9000), http(serverNow), NOW)).toBe(9000);
    expect(retryAfterMsOf(http(NOW + 9000), 'nonsense', NOW)).toBe(9000);
  });
});
