import type { FrameGate } from './connection/frame-gate.js';
import { KeptFrames } from './kept-frames.js';
import type { Session } from './source-protocol.js';

const MIB = 1024 ** 2;
/** A little less than one connection keeps. */
const FRAME = Buffer.alloc(MIB - 1024);

function keptBy(connections: number): KeptFrames[] {
  return Array.from({ length: connections }, () => {
    const kept = new KeptFrames(() => {});
    kept.begin();
    keep(kept, FRAME);
    return kept;
  });
}

function keep(kept: KeptFrames, frame: Buffer): void {
  const gate = { tell: (): void => {} } as unknown as FrameGate;
  kept.keep({ gate, frame, isBinary: false, session: {} as Session, receivedAt: 0 });
}

const full = (all: readonly KeptFrames[]): number => all.filter(({ isFull }) => isFull).length;

describe('KeptFrames', () => {
  it('are bounded for all connections of a process: those that come then have no room for more', () => {
    const some = keptBy(64);
    expect(full(some)).toBe(0);
    const more = keptBy(10);
    expect(full(more)).toBe(10);
    for (const kept of more) kept.tellOlder(0, true);
    expect(full(more)).toBe(0);
    for (const kept of [...some, ...more]) kept.discard();
    const again = keptBy(10);
    expect(full(again)).toBe(0);
    for (const kept of again) kept.discard();
  });

  it('are bounded by what they take in memory: frames without a byte, too', () => {
    const kept = new KeptFrames(() => {});
    kept.begin();
    let frames = 0;
    for (; !kept.isFull && frames < 10_000; frames++) keep(kept, Buffer.alloc(0));
    expect(frames).toBeLessThan(5000);
    kept.tellOlder(0, true);
    expect(kept.isFull).toBe(false);
    keep(kept, FRAME);
    expect(kept.isFull).toBe(false);
    kept.discard();
  });
});
