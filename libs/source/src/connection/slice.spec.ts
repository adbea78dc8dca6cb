import { jest } from '@jest/globals';
import { FRAME_WORK, Round, Turn, TURN_WORK, workOfFrame } from './turn.js';

const KB = 1024;

/** Sockets of one event loop, and in which order they were stopped and started. */
function open(count: number) {
  const round = new Round();
  const said: string[] = [];
  const turns = Array.from({ length: count }, (_, i) => {
    const turn = new Turn(
      () => said.push(`rest ${i}`),
      () => said.push(`read ${i}`),
      round,
    );
    turn.begin();
    return turn;
  });
  const since = (): string[] => said.splice(0);
  return { turns, since };
}

/** Once around the event loop. */
async function around(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('Turn', () => {
  it('rests after a turn of work, in however many frames, until the event loop has been around', async () => {
    const { turns, since } = open(1);
    turns[0]!.took(56 * KB);
    expect(since()).toEqual([]);
    turns[0]!.took(8 * KB);
    expect([turns[0]!.resting, since()]).toEqual([true, ['rest 0']]);
    turns[0]!.took(60 * KB);
    expect(since()).toEqual([]);
    await around();
    expect([turns[0]!.resting, since()]).toEqual([false, ['read 0']]);
    turns[0]!.took(63 * KB);
    expect(turns[0]!.resting).toBe(false);
  });

  it('rests after 256 empty frames: a frame is work, whatever it brings', () => {
    const { turns, since } = open(1);
    for (let frames = 0; frames < 255; frames++) turns[0]!.took(FRAME_WORK);
    expect(since()).toEqual([]);
    turns[0]!.took(FRAME_WORK);
    expect(since()).toEqual(['rest 0']);
  });

  it('rests 4 ms for each turn that one frame overdrew, a second at most, and not after its end', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const { turns, since } = open(3);
      turns[0]!.took(10 * 64 * KB);
      turns[1]!.took(5000 * 64 * KB);
      turns[2]!.took(10 * 64 * KB);
      turns[2]!.end();
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

  it('all connections: rest after eight turns together, and the idle ones are read first', async () => {
    const { turns, since } = open(10);
    for (const turn of turns.slice(0, 7)) turn.took(64 * KB);
    expect(since()).toHaveLength(7);
    turns[7]!.took(63 * KB);
    turns[7]!.took(1 * KB);
    expect(since()).toEqual(['rest 7', 'rest 8', 'rest 9']);
    await around();
    expect(since()).toEqual(['read 8', 'read 9']);
    await around();
    expect(since()[0]).toBe('read 0');
  });

  it('sockets that hold enough to fill each round as they go on: an idle one is read in between', async () => {
    const round = new Round();
    const busyTurns = Array.from({ length: 12 }, () => {
      const turn: Turn = new Turn(
        () => {},
        () => turn.took(64 * KB),
        round,
      );
      turn.begin();
      return turn;
    });
    const idle = new Turn(
      () => {},
      () => {},
      round,
    );
    idle.begin();
    for (const turn of busyTurns) turn.took(64 * KB);
    let read = 0;
    for (let loops = 0; loops < 20; loops++) {
      await around();
      if (!idle.resting) read++;
    }
    for (const turn of busyTurns) turn.end();
    expect(read).toBeGreaterThanOrEqual(8);
  });

  it('starves no connection, however many have more than a round takes', async () => {
    const { turns, since } = open(100);
    const brought = new Set<Turn>();
    let order = turns;
    for (let rounds = 0; rounds < 26; rounds++) {
      for (const turn of order) {
        if (turn.resting) continue;
        turn.took(64 * KB);
        brought.add(turn);
      }
      since();
      await around();
      order = since().map((line) => turns[Number(line.split(' ')[1])]!);
    }
    expect(brought.size).toBe(100);
  });

  it('does not rest with others before it is open, nor after its end', () => {
    const { turns, since } = open(3);
    turns[1]!.end();
    turns[0]!.took(512 * KB);
    expect(since()).toEqual(['rest 0', 'rest 2']);
  });
});

describe('the work of a frame', () => {
  it('is counted where it is small, and what it took where it is large and costs more than it looks', () => {
    const small = workOfFrame(100, busy(0));
    expect(workOfFrame(100, busy(20))).toBe(small);
    expect(small).toBeLessThan(5000);
    expect(workOfFrame(200_000, () => 0)).toBeGreaterThan(200_000);
    expect(workOfFrame(200_000, busy(20))).toBeGreaterThanOrEqual(20 * TURN_WORK);
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
