import * as fc from 'fast-check';
import { eventTime } from './event-time.js';

const AT_MS = 1_654_587_468_193;

describe('eventTime', () => {
  it.each([
    ['seconds', 1_654_587_468, 1_654_587_468_000],
    ['seconds with a fraction', 1_654_587_468.193, AT_MS],
    ['milliseconds', AT_MS, AT_MS],
    ['microseconds', 1_654_587_468_193_862, AT_MS],
    ['nanoseconds beyond 2^53', '1654587468193862000', AT_MS],
    ['a number as a string', '1654587468', 1_654_587_468_000],
    ['a fraction as a string', '1654587468.193', AT_MS],
    ['RFC 3339 in UTC', '2022-06-07T07:37:48.193Z', AT_MS],
    ['RFC 3339 with nanoseconds', '2022-06-07T07:37:48.193862000Z', AT_MS],
    ['RFC 3339 with an offset', '2022-06-07T15:37:48.193+08:00', AT_MS],
    ['RFC 3339 with a space and small letters', '2022-06-07 07:37:48.193z', AT_MS],
  ])('understands %s', (_, value, expected) => {
    expect(eventTime(value)).toBe(expected);
  });

  it.each([
    undefined,
    null,
    '',
    0,
    -1_654_587_468,
    12,
    Number.NaN,
    Infinity,
    '2022-06-07T07:37:48',
    '2022-06-07',
    '2022-13-45T99:99:99Z',
    'yesterday',
    '1e12',
    {},
    [],
    true,
  ])('finds no time in %j', (value) => {
    expect(eventTime(value)).toBeUndefined();
  });

  it('returns a whole positive number or nothing, whatever the input', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const time = eventTime(value);
        expect(time === undefined || (Number.isInteger(time) && time > 0)).toBe(true);
      }),
    );
  });

  it('reads every ms of this century, in whichever unit', () => {
    const ms = fc.integer({ min: 946_684_800_000, max: 4_102_444_799_999 });
    fc.assert(
      fc.property(ms, (at) => {
        expect(eventTime(at)).toBe(at);
        expect(eventTime(`${at}000`)).toBe(at);
        expect(eventTime(new Date(at).toISOString())).toBe(at);
        expect(eventTime(Math.floor(at / 1000))).toBe(Math.floor(at / 1000) * 1000);
      }),
    );
  });
});
