import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { IngestRig } from './ingest-rig.js';

const COMMENT = { type: 'comment', user: { id: '7', name: 'Ann' }, text: 'hello' };
const rigs: IngestRig[] = [];
let server: RedisServer;

beforeEach(async () => {
  server = await RedisServer.start({ aof: true });
});
afterEach(async () => {
  await Promise.all(rigs.splice(0).map(async (rig) => rig.stop()));
  await server.stop();
});

async function start(prefix = uniquePrefix().replace(':', '-')): Promise<IngestRig> {
  const limits = { appendWithinMs: 200 };
  const rig = await IngestRig.start({
    redis: server,
    sources: { shop: { type: 'push' } },
    prefix,
    limits,
  });
  rigs.push(rig);
  return rig;
}

/** Pushes the running count of a streak. @returns the status. */
async function push(rig: IngestRig, count: number): Promise<number> {
  const gift = { name: 'Rose', count: 1 };
  const combo = { key: 's1', count };
  const { status } = await rig.post('shop', { ...COMMENT, type: 'gift', gift, combo });
  return status;
}

/** Pushes a count again until it is taken, as senders shall. */
async function taken(rig: IngestRig, count: number): Promise<void> {
  await eventually(async () => (await push(rig, count)) === 202, `count ${count} is taken`);
}

async function gifts(rig: IngestRig): Promise<number> {
  const contents = (await rig.buffered()).map(({ content }) => JSON.parse(content) as object);
  return contents.reduce((sum, content) => {
    return 'gift' in content ? sum + (content.gift as { giftNum: number }).giftNum : sum;
  }, 0);
}

describe('a gift streak that is pushed', () => {
  it('is taken when it is pushed again, after another process had taken the lane', async () => {
    const rig = await start();
    await eventually(async () => (await rig.post('shop', COMMENT)).status === 202, 'a comment');
    const { redis, keys, ledger } = rig.relay;
    const [target = ''] = await ledger.targets();
    const later = Date.now() + 10_000;
    await redis.hset(keys.of(target).target, 'epoch:shop~0', String(later));
    await redis.hset(keys.leases, '~0', `${later}:${later + 60_000}:other`);
    expect(await push(rig, 5)).toBe(503);
    await taken(rig, 5);
    await taken(rig, 6);
    expect(await gifts(rig)).toBe(6);
  });

  it.each([
    ['does not answer', async () => server.suspend(), async () => server.resume()],
    ['is gone', async () => server.kill(), async () => server.restart()],
  ])(
    'is not counted, and not taken, while Redis %s: another may have counted it',
    async (_, away, back) => {
      const prefix = uniquePrefix().replace(':', '-');
      const [one, other] = [await start(prefix), await start(prefix)];
      await taken(one, 1);
      for (const count of [2, 10]) await taken(other, count);
      await away();
      expect(await push(one, 11)).toBe(503);
      await back();
      await taken(one, 11);
      expect(await gifts(one)).toBe(11);
    },
  );
});
