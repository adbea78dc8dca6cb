import * as fc from 'fast-check';
import { BodyParts } from './body-parts.js';

describe('BodyParts', () => {
  it('give the whole body, in whatever pieces it came', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (pieces) => {
        const parts = new BodyParts();
        for (const piece of pieces) parts.add(piece);
        expect(parts.whole()).toEqual(Buffer.concat(pieces));
        expect(parts.bytes).toBe(parts.whole().length);
      }),
    );
  });

  it('give the whole body where it came in more pieces than are held apart', () => {
    const parts = new BodyParts();
    const bytes = Buffer.from(Array.from({ length: 1_100_000 }, (_, i) => i % 251));
    for (let at = 0; at < bytes.length; at++) parts.add(bytes.subarray(at, at + 1));
    expect(parts.whole().equals(bytes)).toBe(true);
  });
});
