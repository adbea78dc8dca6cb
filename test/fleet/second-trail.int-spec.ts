import { LedgerReader, secondOf } from '#event-buffer';
import { Trails } from '../../apps/relay/src/trail/trails.js';
import type { TrailRecord } from '../../apps/relay/src/trail/trail-record.js';
import { BufferRig, TARGET } from '../event-buffer/support/buffer-rig.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { BRIDGE, LIKES, RoomFleet, TWO_COPIES } from './room-fleet.js';

async function recordsIn({ redis, keys }: BufferRig): Promise<readonly TrailRecord[]> {
  const [target = ''] = await redis.smembers(keys.targets);
  const rows = await redis.xrange(keys.of(target).trail, '-', '+');
  return rows.map(([, [, text = '']]) => JSON.parse(text) as TrailRecord);
}

/** How many events were heard, and how many of them the buffer knew. */
async function countsIn(rig: BufferRig): Promise<readonly number[]> {
  let [heard, known] = [0, 0];
  for (const record of await recordsIn(rig)) {
    if (record.k === 'came') heard += record.rows.length;
    if (record.k === 'shed') known += record.dropped['duplicate'] ?? 0;
  }
  return [heard, known];
}

function trailsOf({ redis, keys }: BufferRig): Trails {
  const ledger = new LedgerReader(redis, keys);
  const config = { keep: 'on', words: 'plain' } as const;
  return new Trails({ redis, keys, ledger, config, stateKey: undefined });
}

const byText = (one: string, other: string): number => one.localeCompare(other);

describe('the trail of a bridge that two collectors hear', () => {
  it('tells of each event once, whichever of them heard it, and has it tried once', async () => {
    const terms = { ...TWO_COPIES, filter: { blockWords: ['text 3'] } };
    await RoomFleet.with(terms, async (fleet) => {
      const { room, rig } = fleet;
      const trail = { file: { trail: 'on' } };
      await fleet.join('one', undefined, trail);
      await eventually(() => room.open.length === 1, 'the first hears');
      await fleet.join('two', undefined, trail);
      await fleet.holderOf(secondOf(BRIDGE));
      await eventually(() => room.open.length === 2, 'the second hears');
      room.comment();
      room.comment([room.sockets[1]!]);
      room.comment();
      await eventually(async () => (await countsIn(rig)).join() === '5,1', 'both have written');
      const trails = trailsOf(rig);
      const { events } = await trails.told({ limit: 20 });
      const fates = events.map(({ text, reason, state }) => `${text}: ${reason ?? state}`);
      expect(fates.toSorted(byText)).toEqual([
        'text 1: waiting',
        'text 2: waiting',
        'text 3: filtered_word',
      ]);
      expect(new Set(events.map(({ bridge }) => bridge))).toEqual(new Set([BRIDGE]));
      const [target = ''] = await rig.redis.smembers(rig.keys.targets);
      const kept = await trails.kept(target);
      const reasons = kept.events.map(({ bridge, reason }) => `${bridge}: ${reason}`);
      expect(reasons.toSorted(byText)).toEqual([
        `${BRIDGE}: `,
        `${BRIDGE}: `,
        `${BRIDGE}: filtered_word`,
      ]);
    });
  });
});

function spokenNames(url: string): object {
  const source = { type: 'websocket', url, mapping: LIKES };
  return { ...TWO_COPIES, source, choose: { names: { maxLength: 2 } } };
}

describe('the trail of a bridge that two collectors hear, and that makes names speakable', () => {
  it('tells once of an event without an id, too', async () => {
    await RoomFleet.with(spokenNames, async (fleet) => {
      const { room, rig } = fleet;
      await fleet.join('one');
      await eventually(() => room.open.length === 1, 'the first hears');
      await fleet.join('two');
      await eventually(() => room.open.length === 2, 'the second hears');
      room.gifts(1);
      room.comment();
      await eventually(async () => (await countsIn(rig)).join() === '4,1', 'both have written');
      const trails = trailsOf(rig);
      const { events } = await trails.told({ limit: 20 });
      const fates = events.map(({ type, reason, state }) => `${type}: ${reason ?? state}`);
      expect(fates.toSorted(byText)).toEqual(['comment: waiting', 'like: waiting']);
    });
  });
});

it('the trail counts once what both collectors of a bridge left untold', async () => {
  const rig = await BufferRig.open(await RedisServer.shared(), uniquePrefix());
  const { redis, keys } = rig;
  await redis.sadd(keys.targets, TARGET);
  const left = { [BRIDGE]: 5, [secondOf(BRIDGE)]: 3, [secondOf('other')]: 2, third: 1 };
  for (const [bridge, more] of Object.entries(left)) {
    const record = { k: 'came', bridge, rows: [], words: [], more };
    await redis.xadd(keys.of(TARGET).trail, '*', 'r', JSON.stringify(record));
  }
  const trails = trailsOf(rig);
  expect(await trails.told({ limit: 1 })).toMatchObject({ untold: 8 });
  expect(await trails.kept(TARGET)).toMatchObject({ untold: 8 });
  rig.close();
});
