import type { FrameGate } from './connection/frame-gate.js';
import { KeptFrames } from './kept-frames.js';
import type { Session } from './source-protocol.js';

const MIB = 1024 ** 2;
/** A little less than one connection keeps. */
const FRAME = Buffer.alloc(MIB - 1);

function keptBy(connections: number): KeptFrames[] {
  return Array.from({ length: connections }, () => {
    const kept = new KeptFrames(() => {});
    kept.begin();
    const gate = { tell: (): void => {} } as unknown as FrameGate;
    kept.keep({ gate, frame: FRAME, isBinary: false, session: {} as Session, receivedAt: 0 });
    return kept;
  });
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
    for (const kept of some) kept.discard();
    expect(full(keptBy(10))).toBe(0);
  });
});
