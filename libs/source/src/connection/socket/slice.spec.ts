import { jest } from '@jest/globals';
import { FRAME_WORK, Round, Slice, SLICE_WORK, workOfFrame } from './slice.js';

const KB = 1024;

/** Sockets of one event loop, and in which order they were stopped and started. */
function open(count: number) {
  const round = new Round();
  const said: string[] = [];
  const slices = Array.from({ length: count }, (_, i) => {
    const slice = new Slice(
      () => said.push(`stop ${i}`),
      () => said.push(`read ${i}`),
      round,
    );
    slice.begin();
    return slice;
  });
  const since = (): string[] => said.splice(0);
  return { slices, since };
}

/** Once around the event loop. */
async function around(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('Slice', () => {
  it('stops after a slice of work, in however many frames, until the event loop has turned', async () => {
    const { slices, since } = open(1);
    slices[0]!.took(56 * KB);
    expect(since()).toEqual([]);
    slices[0]!.took(8 * KB);
    expect([slices[0]!.isSpent, since()]).toEqual([true, ['stop 0']]);
    slices[0]!.took(60 * KB);
    expect(since()).toEqual([]);
    await around();
    expect([slices[0]!.isSpent, since()]).toEqual([false, ['read 0']]);
    slices[0]!.took(63 * KB);
    expect(slices[0]!.isSpent).toBe(false);
  });

  it('stops after 256 empty frames: a frame is work, whatever it brings', () => {
    const { slices, since } = open(1);
    for (let frames = 0; frames < 255; frames++) slices[0]!.took(FRAME_WORK);
    expect(since()).toEqual([]);
    slices[0]!.took(FRAME_WORK);
    expect(since()).toEqual(['stop 0']);
  });

  it('stops 4 ms for each slice that one frame overdrew, a second at most, and not after its end', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const { slices, since } = open(3);
      slices[0]!.took(10 * 64 * KB);
      slices[1]!.took(5000 * 64 * KB);
      slices[2]!.took(10 * 64 * KB);
      slices[2]!.end();
      await around();
      since();
      jest.advanceTimersByTime(39);
      expect(since()).toEqual([]);
      jest.advanceTimersByTime(1);
      expect(since()).toEqual(['read 0']);
      jest.advanceTimersByTime(960);
      expect(since()).toEqual(['read 1']);
    } finally {
      jest.useRealTimers();
    }
  });

  it('all connections: stop after eight slices together, and the idle ones are read first', async () => {
    const { slices, since } = open(10);
    for (const slice of slices.slice(0, 7)) slice.took(64 * KB);
    expect(since()).toHaveLength(7);
    slices[7]!.took(63 * KB);
    slices[7]!.took(1 * KB);
    expect(since()).toEqual(['stop 7', 'stop 8', 'stop 9']);
    await around();
    expect(since()).toEqual(['read 8', 'read 9']);
    await around();
    expect(since()[0]).toBe('read 0');
  });

  it('sockets that hold enough to fill each round as they go on: an idle one is read in between', async () => {
    const round = new Round();
    const busyTurns = Array.from({ length: 12 }, () => {
      const slice: Slice = new Slice(
        () => {},
        () => slice.took(64 * KB),
        round,
      );
      slice.begin();
      return slice;
    });
    const idle = new Slice(
      () => {},
      () => {},
      round,
    );
    idle.begin();
    for (const slice of busyTurns) slice.took(64 * KB);
    let read = 0;
    for (let loops = 0; loops < 20; loops++) {
      await around();
      if (!idle.isSpent) read++;
    }
    for (const slice of busyTurns) slice.end();
    expect(read).toBeGreaterThanOrEqual(8);
  });

  it('starves no connection, however many have more than a round takes', async () => {
    const { slices, since } = open(100);
    const brought = new Set<Slice>();
    let order = slices;
    for (let rounds = 0; rounds < 26; rounds++) {
      for (const slice of order) {
        if (slice.isSpent) continue;
        slice.took(64 * KB);
        brought.add(slice);
      }
      since();
      await around();
      order = since().map((line) => slices[Number(line.split(' ')[1])]!);
    }
    expect(brought.size).toBe(100);
  });

  it('does not stop with others before it is open, nor after its end', () => {
    const { slices, since } = open(3);
    slices[1]!.end();
    slices[0]!.took(512 * KB);
    expect(since()).toEqual(['stop 0', 'stop 2']);
  });
});

describe('the work of a frame', () => {
  it('is counted by items, and by CPU time where a large frame takes longer than its size suggests', () => {
    const small = workOfFrame(100, busy(0));
    expect(workOfFrame(100, busy(20))).toBe(small);
    expect(small).toBeLessThan(5000);
    expect(workOfFrame(200_000, () => 0)).toBeGreaterThan(200_000);
    expect(workOfFrame(200_000, busy(20))).toBeGreaterThanOrEqual(20 * SLICE_WORK);
  });
});

/** Works for so many ms of the processor's time, on two items. */
function busy(ms: number): () => number {
  return () => {
    const before = process.cpuUsage();
    for (;;) {
      const { user, system } = process.cpuUsage(before);
      if (user + system >= ms * 1000) return 2;
    }
  };
}
