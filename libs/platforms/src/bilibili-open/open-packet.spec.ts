import * as fc from 'fast-check';
import { brotliCompressSync, constants, deflateSync } from 'node:zlib';
import { encodePacket, INFLATED_BYTES_MAX, PACKETS_MAX, readPackets } from './open-packet.js';

/** A packet, written down anew: the lengths of a whole one unless told. */
function packet(
  operation: number,
  version: number,
  body: string | Buffer,
  lengths: { readonly packet?: number; readonly header?: number } = {},
): Buffer {
  const bytes = Buffer.from(body);
  const header = Buffer.alloc(16);
  header.writeUInt32BE(lengths.packet ?? 16 + bytes.length, 0);
  header.writeUInt16BE(lengths.header ?? 16, 4);
  header.writeUInt16BE(version, 6);
  header.writeUInt32BE(operation, 8);
  return Buffer.concat([header, bytes]);
}

function read(...messages: readonly Buffer[]): string[] {
  const seen: string[] = [];
  for (const message of messages) {
    readPackets(message, {
      packet: (operation, body) => seen.push(`${operation} ${body.toString()}`),
      refused: (problem) => seen.push(problem),
    });
  }
  return seen;
}

/** Zeros, compressed to next to nothing. */
function bomb(bytes: number): Buffer {
  return brotliCompressSync(Buffer.alloc(bytes), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5 },
  });
}

describe('encodePacket', () => {
  it('writes the documented header in front of the body', () => {
    expect(encodePacket(7, '{"a":"é"}').toString('hex')).toBe(
      '0000001a0010000100000007000000017b2261223a22c3a9227d',
    );
    expect(encodePacket(2)).toHaveLength(16);
  });
});

describe('readPackets', () => {
  it('reads packets side by side, written in each of the two plain ways', () => {
    const message = Buffer.concat([packet(5, 0, 'a'), packet(8, 1, 'b'), packet(5, 0, '')]);
    expect(read(message)).toEqual(['5 a', '8 b', '5 ']);
  });

  it.each([
    ['zlib', 2, deflateSync],
    ['brotli', 3, brotliCompressSync],
  ] as const)('reads packets within another, by %s', (_, version, compress) => {
    const inner = Buffer.concat([packet(5, 0, 'a'), packet(5, 0, 'b')]);
    const message = Buffer.concat([packet(5, version, compress(inner)), packet(5, 0, 'c')]);
    expect(read(message)).toEqual(['5 a', '5 b', '5 c']);
  });

  it('skips what a heartbeat reply echoes, and reads what follows without an echo', () => {
    const reply = packet(3, 1, Buffer.from([0, 0, 1, 0]));
    const echo = packet(2, 1, '[object Object]');
    expect(read(Buffer.concat([reply, Buffer.from('[object Object]')]))).toHaveLength(1);
    expect(read(Buffer.concat([reply, Buffer.from('{"long":"echo of a body"}')]))).toHaveLength(1);
    expect(read(Buffer.concat([reply, echo]))).toHaveLength(1);
    expect(read(Buffer.concat([reply, packet(5, 0, 'a')]))).toEqual([
      expect.stringMatching(/^3 /),
      '5 a',
    ]);
  });

  it('reads a longer header by its length', () => {
    const long = packet(5, 0, 'XXXXbody', { header: 20 });
    expect(read(long)).toEqual(['5 body']);
  });

  it.each([
    ['a header that is cut', Buffer.alloc(15), 'truncated-packet'],
    ['a body that is cut', packet(5, 0, 'abc', { packet: 20 }), 'truncated-packet'],
    ['a length that says 4 GiB', packet(5, 0, '', { packet: 0xffff_ffff }), 'truncated-packet'],
    ['a length that says nothing', packet(5, 0, '', { packet: 0 }), 'bad-packet'],
    ['a header shorter than a header', packet(5, 0, 'a', { header: 15 }), 'bad-packet'],
    ['a header longer than the packet', packet(5, 0, 'a', { header: 99 }), 'bad-packet'],
    ['an unknown way of writing', packet(5, 4, 'a'), 'bad-packet'],
    ['what is not compressed', packet(5, 2, 'not zlib'), 'bad-compression'],
    ['nothing compressed', packet(5, 2, ''), 'bad-compression'],
  ])('refuses %s', (_, message, problem) => {
    expect(read(message)).toEqual([problem]);
    expect(read(Buffer.concat([packet(5, 0, 'before'), message]))[0]).toBe('5 before');
  });

  it('goes on behind a packet that it cannot inflate', () => {
    const good = packet(5, 2, deflateSync(packet(5, 0, 'a')));
    const cut = packet(5, 3, brotliCompressSync(packet(5, 0, 'lost')).subarray(0, -2));
    expect(read(Buffer.concat([cut, good]))).toEqual(['bad-compression', '5 a']);
  });

  it('inflates one level only', () => {
    const nested = packet(5, 2, deflateSync(packet(5, 2, deflateSync(packet(5, 0, 'a')))));
    expect(read(nested)).toEqual(['bad-packet']);
  });

  it('refuses what inflates beyond the limit of a message, alone or together', () => {
    expect(read(packet(5, 3, bomb(INFLATED_BYTES_MAX + 1)))).toEqual(['inflates-too-large']);
    const half = packet(5, 3, brotliCompressSync(packet(5, 0, Buffer.alloc(1_500_000, 'a'))));
    const seen = read(Buffer.concat([half, half, half, packet(5, 0, 'end')]));
    expect(seen.map((one) => one.slice(0, 20))).toEqual([
      `5 ${'a'.repeat(18)}`,
      `5 ${'a'.repeat(18)}`,
      'inflates-too-large',
      '5 end',
    ]);
  });

  it('does little work for a message full of bombs', () => {
    const one = packet(5, 3, bomb(INFLATED_BYTES_MAX * 4));
    const seen = read(Buffer.concat(Array.from({ length: 5000 }, () => one)));
    expect(seen).toHaveLength(5000);
    expect(new Set(seen)).toEqual(new Set(['inflates-too-large']));
  });

  it('does not read more packets than the limit, those within others included', () => {
    const many = Buffer.concat(Array.from({ length: PACKETS_MAX }, () => packet(5, 0, '')));
    const seen = read(packet(5, 2, deflateSync(many)));
    expect(seen).toHaveLength(PACKETS_MAX);
    expect(seen.at(-1)).toBe('too-many-packets');
  });

  it('survives any bytes, and any damage of good packets', () => {
    const good = Buffer.concat([
      packet(5, 0, '{"cmd":1}'),
      packet(5, 2, deflateSync(packet(5, 0, 'a'))),
      packet(3, 1, 'echo'),
    ]);
    const places = fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })));
    const damaged = fc.tuple(places, fc.nat(good.length)).map(([damage, cut]) => {
      const copy = Buffer.from(good.subarray(0, cut));
      for (const [place, byte] of damage) if (place < cut) copy[place] = byte;
      return copy;
    });
    const any = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.oneof(damaged, any), (message) => {
        expect(read(message).length > 0 || message.length === 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
