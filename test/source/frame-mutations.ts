import * as fc from 'fast-check';
import type { Frame } from '#source';

/** Texts that JSON parsers often get wrong. */
const TRAPS = [
  '',
  ' ',
  '\0',
  '{}',
  '[]',
  'null',
  '[[[[',
  '{"__proto__":{"x":1}}',
  '"\\ud800"',
  '1e999',
];

/**
 * Any code points, including lone surrogates. `fc.string` would take a second to build its table.
 */
const ANY_TEXT = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }))
  .map((points) => String.fromCodePoint(...points));

/**
 * Frames that a platform should never send: any text, any bytes, and good frames that were cut,
 * repeated, or damaged in some places.
 *
 * @param goodFrame called for each mutation.
 */
export function mutationsOf(goodFrame: () => Frame): fc.Arbitrary<Frame> {
  const places = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 8,
  });
  return fc.oneof(
    fc.constantFrom(...TRAPS),
    fc.string(),
    ANY_TEXT,
    fc.json(),
    fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
    places.map((damage) => likeFrame(goodFrame(), (bytes) => damaged(bytes, damage))),
    fc.nat().map((cut) => likeFrame(goodFrame(), (bytes) => bytes.subarray(0, cut % bytes.length))),
    fc.constant(null).map(() => likeFrame(goodFrame(), (bytes) => Buffer.concat([bytes, bytes]))),
    fc.constant(null).map(() => asOtherKind(goodFrame())),
  );
}

function damaged(bytes: Buffer, damage: readonly (readonly [number, number])[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const [place, byte] of damage) copy[place % copy.length] = byte;
  return copy;
}

function likeFrame(frame: Frame, change: (bytes: Buffer) => Buffer): Frame {
  return typeof frame === 'string' ? change(Buffer.from(frame)).toString() : change(frame);
}

/** Turns text into binary, and binary into text. */
function asOtherKind(frame: Frame): Frame {
  return typeof frame === 'string' ? Buffer.from(frame) : frame.toString();
}
