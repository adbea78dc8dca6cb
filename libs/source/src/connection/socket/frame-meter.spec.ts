import * as fc from 'fast-check';
import { FrameMeter } from './frame-meter.js';

const UPGRADED = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n';

interface SentFrame {
  readonly final: boolean;
  readonly length: number;
}

/** As a server writes it: with the shortest length that there is. */
function frameOf({ final, length }: SentFrame): Buffer {
  const first = (final ? 0x80 : 0) | 0x02;
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), Buffer.alloc(length, 1)]);
  const header = Buffer.alloc(length < 65_536 ? 4 : 10);
  header[0] = first;
  header[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, Buffer.alloc(length, 1)]);
}

/** Where a meter cuts what comes in these reads; the sum where it gave up. */
function portionsOf(meter: FrameMeter, reads: readonly Buffer[]): number[] {
  const lengths: number[] = [];
  for (const read of reads) {
    for (let rest = read; rest.length > 0;) {
      const length = meter.portion(rest);
      lengths.push(length);
      if (length === 0) return lengths;
      rest = rest.subarray(length);
    }
  }
  return lengths;
}

function open(): FrameMeter {
  const meter = new FrameMeter();
  portionsOf(meter, [Buffer.from(UPGRADED)]);
  return meter;
}

describe('FrameMeter', () => {
  it('hands on sixteen frames at a time, however short they are', () => {
    const frames = Buffer.alloc(2 * 100).fill(Buffer.from([0x81, 0]));
    const lengths = portionsOf(open(), [frames]);
    expect(lengths).toEqual([32, 32, 32, 32, 32, 32, 8]);
  });

  it('hands on the parts of a large frame at once', () => {
    const frame = frameOf({ final: true, length: 200_000 });
    expect(portionsOf(open(), [frame.subarray(0, 70_000), frame.subarray(70_000)])).toEqual([
      70_000,
      frame.length - 70_000,
    ]);
  });

  it('counts frames and parts the same, wherever reads cut them', () => {
    const length = fc.oneof(fc.nat(3), fc.integer({ min: 120, max: 130 }), fc.nat(70_000));
    const frames = fc.array(fc.record({ final: fc.boolean(), length }), { maxLength: 60 });
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 5000 }), (all, step) => {
        const bytes = Buffer.concat(all.map(frameOf));
        const reads: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += step) reads.push(bytes.subarray(at, at + step));
        const meter = open();
        const cut = portionsOf(meter, reads);
        expect(cut.reduce((sum, one) => sum + one, 0)).toBe(bytes.length);
        expect(meter.takeParts()).toBe(all.filter(({ final }) => !final).length);
        const whole = portionsOf(open(), [bytes]);
        expect(whole).toHaveLength(Math.ceil(all.length / 16));
      }),
      { numRuns: 60 },
    );
  });

  it('counts frames from the first byte behind the upgrade, also where it comes in the same read', () => {
    const frames = Buffer.alloc(2 * 40).fill(Buffer.from([0x89, 0]));
    const early = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
    const read = Buffer.concat([Buffer.from(early + UPGRADED), frames]);
    expect(portionsOf(new FrameMeter(), [read])).toEqual([
      early.length,
      UPGRADED.length,
      32,
      32,
      16,
    ]);
  });

  it('gives up on a server that answers 1xx again and again, or without end', () => {
    const one = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n');
    const lengths = portionsOf(new FrameMeter(), Array<Buffer>(20).fill(one));
    expect(lengths).toEqual([...Array<number>(16).fill(one.length), 0]);
    const endless = Array<Buffer>(80).fill(Buffer.alloc(1024, 'x'));
    expect(portionsOf(new FrameMeter(), endless)).toHaveLength(65);
  });
});
