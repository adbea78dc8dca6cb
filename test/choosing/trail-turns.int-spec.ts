import { connectBufferRedis, LedgerReader, redisReady } from '#event-buffer';
import { TrailReader } from '../../apps/relay/src/trail/trail-reader.js';
import { TrailScribe } from '../../apps/relay/src/trail/trail-words.js';
import { Trails } from '../../apps/relay/src/trail/trails.js';
import { BufferRig, TARGET } from '../event-buffer/support/buffer-rig.js';
import { RedisLink } from '../event-buffer/support/redis-link.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';

const ASKED = 5;

it(
  'one trail is read at a time, however many ask: each takes much memory',
  Stage.of(async (stage) => {
    const server = await RedisServer.shared();
    const rig = await BufferRig.open(server, uniquePrefix());
    stage.opens({ stop: async () => rig.close() });
    const record = {
      k: 'came',
      bridge: 'b',
      rows: [[Date.now(), 'like', 'k', '', '']],
      words: [['u', 'Ann', '']],
    };
    await rig.redis.sadd(rig.keys.targets, TARGET);
    await rig.redis.xadd(rig.keys.of(TARGET).trail, '*', 'r', JSON.stringify(record));
    const link = await RedisLink.open(server);
    stage.opens(Object.assign(link, { stop: async () => link.cut() }));
    const redis = connectBufferRedis(link.address, () => {});
    stage.opens({ stop: async () => redis.disconnect() });
    await redisReady(redis);
    const readAtOnce: number[] = [];
    link.breakOn((question) => {
      const reads = question.toString('latin1').match(/xrange/giu);
      if (reads !== null) readAtOnce.push(reads.length);
      return undefined;
    });
    const ledger = new LedgerReader(redis, rig.keys);
    const config = { keep: 'on', words: 'plain' } as const;
    const trails = new Trails({ redis, keys: rig.keys, ledger, config, stateKey: undefined });
    const asked = Array.from({ length: ASKED }, async () => trails.told({ limit: 10 }));
    const runAgain = Array.from({ length: ASKED }, async () => trails.kept(TARGET));
    for (const { events } of await Promise.all([...asked, ...runAgain])) {
      expect(events).toHaveLength(1);
    }
    expect(readAtOnce).toEqual(Array.from({ length: 2 * ASKED }, () => 1));
  }),
);

/** Notes at which turn of the event loop it reads each record. */
class TurningScribe extends TrailScribe {
  readonly turns: number[] = [];
  #turn = 0;
  #next = setImmediate(() => this.#turned());

  override read(...given: Parameters<TrailScribe['read']>) {
    this.turns.push(this.#turn);
    return super.read(...given);
  }

  stop(): void {
    clearImmediate(this.#next);
  }

  #turned(): void {
    this.#turn++;
    this.#next = setImmediate(() => this.#turned());
  }
}

it('the event loop turns while a long trail is read', async () => {
  const rig = await BufferRig.open(await RedisServer.shared(), uniquePrefix());
  const record = JSON.stringify({ k: 'came', bridge: 'b', rows: [], words: [] });
  for (let i = 0; i < 100; i++) {
    await rig.redis.xadd(rig.keys.of(TARGET).trail, '*', 'r', record);
  }
  const scribe = new TurningScribe({ kept: 'plain', salt: 'salt' });
  await new TrailReader(rig.redis, rig.keys, scribe).kept(TARGET);
  scribe.stop();
  expect(scribe.turns).toHaveLength(100);
  expect(new Set(scribe.turns).size).toBeGreaterThan(3);
  rig.close();
});
