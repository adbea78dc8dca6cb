import type { ConnectTo, SourceProtocol } from '#source';
import { TurnAhead } from './turn-ahead.js';

const URL_OF_ROOM = 'wss://rooms.example/1';
const { signal } = new AbortController();

function protocolOf(more: Partial<SourceProtocol> & { to?: ConnectTo }): SourceProtocol {
  const { to = { url: URL_OF_ROOM }, ...rest } = more;
  return { connectTo: () => to, frame: () => {}, ...rest };
}

function opensSomething(): never {
  throw new Error('opens something at the platform');
}

function counted() {
  const taken: string[] = [];
  const turns = { take: async (url: string) => void taken.push(url) };
  return { taken, turn: new TurnAhead(turns, undefined) };
}

describe('a turn that is taken before the socket may be opened', () => {
  it('is that of the next attempt, and of no further one', async () => {
    const { taken, turn } = counted();
    expect(await turn.takeAhead(protocolOf({}), signal)).toBe(true);
    await turn.take(URL_OF_ROOM, signal);
    expect(taken).toEqual([URL_OF_ROOM]);
    await turn.take(URL_OF_ROOM, signal);
    expect(taken).toEqual([URL_OF_ROOM, URL_OF_ROOM]);
  });

  it('is that of what is asked first, where the platform counts that', async () => {
    const { taken, turn } = counted();
    const asksAt = 'https://api.example/start';
    expect(await turn.takeAhead(protocolOf({ asksAt, connectTo: opensSomething }), signal)).toBe(
      true,
    );
    expect(taken).toEqual([asksAt]);
  });

  it('is not needed where its socket is shared, nor had where it did not come in time', async () => {
    const { taken, turn } = counted();
    const shared = protocolOf({ to: { url: URL_OF_ROOM, asksForTurn: true } });
    expect(await turn.takeAhead(shared, signal)).toBe(true);
    expect(taken).toEqual([]);
    expect(await turn.takeAhead(protocolOf({}), AbortSignal.abort())).toBe(false);
    await turn.take(URL_OF_ROOM, signal);
    expect(taken).toHaveLength(2);
  });
});
