import { Round, Turn } from './connection-turn.js';

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
  it('rests after 48 KiB, in however many frames, until the event loop has been around', async () => {
    const { turns, since } = open(1);
    turns[0]!.took(40 * KB);
    expect(since()).toEqual([]);
    turns[0]!.took(8 * KB);
    expect([turns[0]!.resting, since()]).toEqual([true, ['rest 0']]);
    turns[0]!.took(60 * KB);
    expect(since()).toEqual([]);
    await around();
    expect([turns[0]!.resting, since()]).toEqual([false, ['read 0']]);
    turns[0]!.took(47 * KB);
    expect(turns[0]!.resting).toBe(false);
  });

  it('rests with all others when these brought a MiB; who brought nothing is read first then', async () => {
    const { turns, since } = open(24);
    for (const turn of turns.slice(0, 21)) turn.took(48 * KB);
    expect(since()).toHaveLength(21);
    turns[21]!.took(16 * KB);
    expect(since()).toEqual(['rest 21', 'rest 22', 'rest 23']);
    await around();
    const first = ['read 22', 'read 23', 'read 0'];
    expect(since().slice(0, 3)).toEqual(first);
  });

  it('lets none starve, however many have more than a round takes', async () => {
    const { turns, since } = open(100);
    const brought = new Set<Turn>();
    let order = turns;
    for (let rounds = 0; rounds < 5; rounds++) {
      for (const turn of order) {
        if (turn.resting) continue;
        turn.took(48 * KB);
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
    turns[0]!.took(1024 * KB);
    expect(since()).toEqual(['rest 0', 'rest 2']);
  });
});
