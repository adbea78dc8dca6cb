import type { ConnectTo, SourceProtocol } from '#source';
import type { ConnectPace } from '#platforms';
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

function counted(pace?: ConnectPace) {
  const taken: string[] = [];
  const ended: string[] = [];
  const turns = {
    take: async (url: string) => {
      taken.push(url);
      return { end: () => void ended.push(url) };
    },
  };
  return { taken, ended, turn: new TurnAhead(turns, pace) };
}

describe('a turn that is taken before the socket may be opened', () => {
  it('is used by the next attempt, and by no further one', async () => {
    const { taken, turn } = counted();
    expect(await turn.takeAhead(protocolOf({}), signal)).toBe(true);
    await turn.take(URL_OF_ROOM, signal);
    expect(taken).toEqual([URL_OF_ROOM]);
    await turn.take(URL_OF_ROOM, signal);
    expect(taken).toEqual([URL_OF_ROOM, URL_OF_ROOM]);
  });

  it('ends as the socket opens where the platform counts by address', async () => {
    const { ended, turn } = counted();
    await turn.take(URL_OF_ROOM, signal);
    turn.changed('connecting');
    expect(ended).toEqual([]);
    turn.changed('handshaking');
    turn.changed('ready');
    expect(ended).toEqual([URL_OF_ROOM]);
  });

  it('ends once the account was let in, or the attempt failed, where the platform counts by account', async () => {
    const { ended, turn } = counted({ name: 'joins', max: 20, periodMs: 10_000 });
    await turn.takeAhead(protocolOf({}), signal);
    turn.changed('connecting');
    turn.changed('handshaking');
    expect(ended).toEqual([]);
    turn.changed('ready');
    await turn.take(URL_OF_ROOM, signal);
    await turn.take(URL_OF_ROOM, signal);
    turn.changed('backoff');
    expect(ended).toEqual([URL_OF_ROOM, URL_OF_ROOM]);
  });

  it('is taken for the address that is asked first, if the platform limits that', async () => {
    const { taken, turn } = counted();
    const asksAt = 'https://api.example/start';
    expect(await turn.takeAhead(protocolOf({ asksAt, connectTo: opensSomething }), signal)).toBe(
      true,
    );
    expect(taken).toEqual([asksAt]);
  });

  it('is not needed for a shared socket, and is absent if it did not come in time', async () => {
    const { taken, turn } = counted();
    const shared = protocolOf({ to: { url: URL_OF_ROOM, asksForTurn: true } });
    expect(await turn.takeAhead(shared, signal)).toBe(true);
    expect(taken).toEqual([]);
    expect(await turn.takeAhead(protocolOf({}), AbortSignal.abort())).toBe(false);
    await turn.take(URL_OF_ROOM, signal);
    expect(taken).toHaveLength(2);
  });
});
