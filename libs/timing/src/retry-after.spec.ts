import { retryAfterMs } from './retry-after.js';

const LONGEST_MS = 300_000;

const NOW = Date.UTC(2026, 0, 1, 12);
const http = (ms: number) => new Date(ms).toUTCString();

describe('Retry-After', () => {
  it.each([
    ['5', 5000],
    [' 2.5 ', 2500],
    ['100000', LONGEST_MS],
    ['9'.repeat(60), LONGEST_MS],
    [http(NOW + 30_000), 30_000],
  ])('reads %j', (header, ms) => {
    expect(retryAfterMs(header, undefined, NOW, LONGEST_MS)).toBe(ms);
  });

  it.each([undefined, '', '0', '-3', 'soon', '0x10', http(NOW - 1000), '1'.repeat(65)])(
    'finds no wait in %j',
    (header) => {
      expect(retryAfterMs(header, undefined, NOW, LONGEST_MS)).toBeUndefined();
    },
  );

  it("counts a date against the server's own clock", () => {
    const serverNow = NOW + 3_600_000;
    expect(retryAfterMs(http(serverNow + 9000), http(serverNow), NOW, LONGEST_MS)).toBe(9000);
    expect(retryAfterMs(http(NOW + 9000), 'nonsense', NOW, LONGEST_MS)).toBe(9000);
  });
});
