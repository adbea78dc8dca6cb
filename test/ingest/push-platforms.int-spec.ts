import { Simulator } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay } from '../support/relay-in-process.js';

/** @param platform as its mapping names it. */
function bridge(name: string, platform: string, target: object): object {
  const rules = [
    { when: { kind: 'said' }, event: 'comment', id: 'id', user: { id: 'who' }, text: 'words' },
  ];
  const source = { type: 'push', token: 'push-token-1-of-16', mapping: { platform, rules } };
  return { name, source, target };
}

describe('the ids of events that are pushed', () => {
  it('tell those of one type apart: a gift is no repeat of a comment', async () => {
    const simulator = await new Simulator({ rooms: 1 }).start();
    const { roomId, jobId } = simulator.rooms[0]!;
    const source = { type: 'push', token: 'push-token-1-of-16' };
    const relay = await startRelay({
      redis: await RedisServer.shared(),
      simulator,
      bridges: [{ name: 'shop', source, target: { roomId, jobId } }],
    });
    try {
      const { pushes, ledger } = relay.relay;
      const gift = { type: 'gift', id: '5', user: { id: 'ann' }, gift: { name: 'Crown' } };
      for (const event of [{ ...gift, type: 'comment', text: 'hello' }, gift, gift]) {
        pushes!.bridges.get('shop')!.feed.push(JSON.stringify(event), true);
      }
      const row = await eventually(async () => {
        const [found] = await ledger.rowsOf(`default/${roomId}/${jobId}`);
        return found?.received === 3 ? found : undefined;
      }, 'all three have come');
      expect(row.dropped).toEqual({ duplicate: 1 });
    } finally {
      await relay.stop();
      await simulator.stop();
    }
  });
});

describe('the ids of messages that bridges of one room are pushed', () => {
  it('are told apart by the platform of their mapping, and known again within one', async () => {
    const simulator = await new Simulator({ rooms: 1 }).start();
    const { roomId, jobId } = simulator.rooms[0]!;
    const target = { roomId, jobId };
    const relay = await startRelay({
      redis: await RedisServer.shared(),
      simulator,
      bridges: [
        bridge('shop', 'shop', target),
        bridge('forum', 'forum', target),
        bridge('forum-again', 'forum', target),
      ],
    });
    try {
      const { pushes, ledger } = relay.relay;
      for (const name of ['shop', 'forum', 'forum-again']) {
        const words = JSON.stringify({ kind: 'said', id: '1', who: 'ann', words: `from ${name}` });
        pushes!.bridges.get(name)!.feed.push(words, true);
        await eventually(
          async () =>
            (await ledger.rowsOf(`default/${roomId}/${jobId}`)).some(
              (row) => row.bridge === name && row.received === 1,
            ),
          `${name} has it`,
        );
      }
      const rows = await ledger.rowsOf(`default/${roomId}/${jobId}`);
      expect(rows.map(({ bridge: name, dropped }) => [name, dropped])).toEqual([
        ['forum', {}],
        ['forum-again', { duplicate: 1 }],
        ['shop', {}],
      ]);
    } finally {
      await relay.stop();
      await simulator.stop();
    }
  });
});
