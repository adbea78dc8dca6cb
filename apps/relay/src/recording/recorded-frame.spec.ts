import * as fc from 'fast-check';
import { formatFrame, parseFrame } from './recorded-frame.js';

const parsed = (line: string) => parseFrame(Buffer.from(line));

describe('formatFrame', () => {
  it('writes one line, text as it is and bytes as base64:', () => {
    expect(formatFrame({ at: 5, frame: 'a\r\nb' })).toBe('{"at":5,"frame":"a\\r\\nb"}');
    expect(formatFrame({ at: 5, frame: Buffer.from([0, 255]) })).toBe(
      '{"at":5,"frame":"base64:AP8="}',
    );
  });

  it('writes what parseFrame reads, whatever the frame', () => {
    const frame = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string().map((text) => `base64:${text}`),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    );
    fc.assert(
      fc.property(fc.nat(), frame, (at, one) => {
        const line = formatFrame({ at, frame: one });
        expect(line).not.toContain('\n');
        expect(parsed(line)).toEqual({ at, frame: one });
      }),
    );
  });
});

describe('parseFrame', () => {
  it.each([
    '',
    'null',
    '[]',
    '{"at":"1","frame":""}',
    '{"at":1}',
    '{"at":-1,"frame":""}',
    '{"at":8640000000000000,"frame":""}',
    '{"at":1e400,"frame":""}',
    '{',
    '{"at":1,"frame":"base64:?"}',
  ])('refuses %j', (line) => {
    expect(parsed(line)).toBeUndefined();
  });

  it('reads a time in whole ms, as events are reported with', () => {
    expect(parsed('{"at":1796078000000.7,"frame":"a"}')).toEqual({ at: 1796078000000, frame: 'a' });
  });
});
