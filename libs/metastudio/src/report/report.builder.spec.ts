import * as fc from 'fast-check';
import { buildReport, REPORT_OVERHEAD_BYTES } from './report.builder.js';

const event = fc.record({
  timestamp: fc.nat(),
  type: fc.integer({ min: 1, max: 6 }),
  content: fc.string({ unit: 'grapheme' }),
});

describe('buildReport', () => {
  it('joins fragments, however they are cut into blobs, into the documented body', () => {
    fc.assert(
      fc.property(fc.array(fc.array(event, { minLength: 1 }), { minLength: 1 }), (chunks) => {
        const blobs = chunks.map((chunk) =>
          Buffer.from(chunk.map((one) => `${JSON.stringify(one)},`).join('')),
        );
        const events = chunks.flat();
        const body = buildReport(blobs, events.length);
        expect(JSON.parse(body.toString())).toEqual({ total: events.length, events });
        const fragmentsLength = blobs.reduce((length, blob) => length + blob.length, 0);
        expect(body.length - fragmentsLength).toBeLessThanOrEqual(REPORT_OVERHEAD_BYTES);
      }),
    );
  });

  it.each([true, false])(
    'says no_need_review: %s behind the events, in the room that is kept',
    (noNeedReview) => {
      const fragments = [Buffer.from('{"timestamp":1,"type":3},')];
      const body = buildReport(fragments, 1, { noNeedReview });
      expect(JSON.parse(body.toString())).toEqual({
        total: 1,
        events: [{ timestamp: 1, type: 3 }],
        review_config: { no_need_review: noNeedReview },
      });
      expect(body.length - fragments[0]!.length).toBeLessThanOrEqual(REPORT_OVERHEAD_BYTES);
    },
  );

  it.each([0, 1001, 1.5, NaN])('refuses a total of %d', (total) => {
    expect(() => buildReport([Buffer.from('{},')], total)).toThrow(RangeError);
  });

  it.each([[[]], [['']], [['{}']], [['{},', '{}']]])(
    'refuses %j, which ends in no comma',
    (blobs) => {
      const fragments = blobs.map((blob) => Buffer.from(blob));
      expect(() => buildReport(fragments, 1)).toThrow('end with a comma');
    },
  );
});
