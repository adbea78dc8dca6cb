import { RedisServer } from '../../support/redis-server.js';
import { BufferRig, comments } from '../support/buffer-rig.js';

/** How many scripts Redis was asked to run. */
async function asked(rig: BufferRig): Promise<number> {
  const stats = await rig.redis.info('commandstats');
  const calls = [...stats.matchAll(/cmdstat_(?:eval|evalsha|eval_ro|evalsha_ro):calls=(\d+)/gu)];
  return calls.reduce((sum, [, count]) => sum + Number(count), 0);
}

describe('the targets that wait, among some', () => {
  let rig: BufferRig;

  afterEach(() => rig.close());

  it('are those whose buffer is not empty, with how long each is delayed, and a mark that changes', async () => {
    rig = await BufferRig.open();
    for (const room of ['a', 'b', 'c', 'd']) {
      await rig.append(comments(1), { target: `default/${room}`, bridge: room });
    }
    const hash = (room: string): string => rig.keys.of(`default/${room}`).target;
    await rig.redis.hset(hash('a'), { delay: 'pace', delayMs: 250, delayUntil: 7 });
    await rig.redis.hset(hash('b'), { delay: 'retry' });
    await rig.redis.hset(hash('d'), { waiting: 0 });
    const all = ['none', 'd', 'c', 'b', 'a'].map((room) => `default/${room}`);
    const first = await rig.ledger.table.waitingAmong(new Set(all));
    expect(first.map(({ target, delayMs }) => [target, delayMs])).toEqual([
      ['default/c', undefined],
      ['default/b', 60_000],
      ['default/a', 250],
    ]);
    expect(await rig.ledger.table.waitingAmong(all)).toEqual(first);
    await rig.redis.hset(hash('c'), { drain: 9 });
    await rig.redis.hset(hash('a'), { delayUntil: 8 });
    const second = await rig.ledger.table.waitingAmong(all);
    const isSame = second.map(({ mark }, i) => mark === first[i]!.mark);
    expect(isSame).toEqual([false, true, false]);
  });

  it('are others than those that have events to choose among', async () => {
    rig = await BufferRig.open();
    await rig.append(comments(1), { target: 'default/a', bridge: 'a' });
    const hash = (room: string): string => rig.keys.of(`default/${room}`).target;
    await rig.redis.hset(hash('b'), { choosing: 2 });
    await rig.redis.hset(hash('c'), { choosing: 0 });
    const all = ['none', 'c', 'b', 'a'].map((room) => `default/${room}`);
    expect(await rig.ledger.table.choosingAmong(new Set(all))).toEqual(['default/b']);
    expect(await rig.ledger.table.choosingAmong([])).toEqual([]);
  });

  it('are found in one command for a hundred', async () => {
    const server = await RedisServer.start();
    rig = await BufferRig.open(server);
    try {
      const all = Array.from({ length: 250 }, (_, i) => `default/room-${i}`);
      await rig.append(comments(1), { target: all[249]!, bridge: 'main' });
      // The first call teaches Redis the script.
      await rig.ledger.table.waitingAmong([]);
      await rig.ledger.table.waitingAmong(['default/none']);
      const before = await asked(rig);
      const found = await rig.ledger.table.waitingAmong(all);
      expect(found.map(({ target }) => target)).toEqual([all[249]]);
      expect((await asked(rig)) - before).toBe(3);
      await rig.ledger.table.choosingAmong(['default/none']);
      const between = await asked(rig);
      expect(await rig.ledger.table.choosingAmong(all)).toEqual([]);
      expect((await asked(rig)) - between).toBe(3);
    } finally {
      await server.stop();
    }
  });
});
