import * as fc from 'fast-check';

import { lastMarkIn, MARK_NUMBER_MAX, markText, STREAMS_MAX } from './mark.js';

describe('lastMarkIn', () => {
  it('finds any mark after any text', () => {
    const stream = fc.integer({ min: 1, max: STREAMS_MAX - 1 });
    const number = fc.integer({ min: 1, max: MARK_NUMBER_MAX - 1 });
    fc.assert(
      fc.property(fc.string(), stream, number, (text, ofStream, n) => {
        const mark = lastMarkIn(`${text}${markText(ofStream, n)}"}`);
        expect(mark).toEqual({ stream: ofStream, number: n });
      }),
    );
  });

  it('takes the last of several marks, and skips text that only begins like a mark', () => {
    expect(lastMarkIn('#1-1 #2-7 #badge #')).toEqual({ stream: 2, number: 7 });
  });

  it.each(['', '#', '#1', '#1-', '#-1', '#0-1', '#1-0', '#4096-1', '#1-268435456', '# 1-1'])(
    'finds none in %j',
    (text) => {
      expect(lastMarkIn(text)).toBeUndefined();
    },
  );
});
