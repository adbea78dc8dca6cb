import { Simulator } from '../../apps/simulator/src/index.js';
import { QuietAccesses } from '../../apps/relay/src/projects/access/quiet-accesses.js';
import { RoomRules } from '../../apps/relay/src/projects/rooms/room-rules.js';
import { Trails } from '../../apps/relay/src/trail/trails.js';
import type { TrailRecord } from '../../apps/relay/src/trail/trail-record.js';
import type { ToldEvent } from '../../apps/relay/src/trail/trail-reader.js';
import { Secret } from '#secret';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';

const STATE_KEY = 'a'.repeat(64);

describe('the trail', () => {
  it('tells for every event why it was reported, or was not', async () => {
    await withRelay({}, async (rig) => {
      rig.push([comment('1', '主播好漂亮'), comment('2', '包邮吗'), comment('3', '包邮不')]);
      rig.push([comment('4', '加微信'), gift('5'), comment('6', '666')]);
      const by = await rig.told(6, (event) => event('包邮吗')?.asked === 2);
      expect(by('包邮吗')).toMatchObject({
        state: 'reported',
        asked: 2,
        report: { events: expect.any(Number), job: rig.simulator.rooms[0]!.jobId },
      });
      expect(by('包邮不')).toMatchObject({ state: 'dropped', reason: 'asked_before' });
      expect(by('包邮不')!.other).toMatchObject({ text: '包邮吗' });
      expect(by('主播好漂亮')).toMatchObject({ state: 'dropped', reason: 'not_chosen' });
      expect(by('主播好漂亮')!.other).toMatchObject({ text: '包邮吗' });
      expect(by('加微信')).toMatchObject({ state: 'dropped', reason: 'filtered_word' });
      expect(by('Rose × 1')).toMatchObject({ state: 'reported', type: 'gift' });
      expect(by('666')).toMatchObject({ state: 'dropped', reason: 'not_chosen' });
      // By a name, and by a user's id.
      expect(await rig.ask('viewer 2')).toHaveLength(1);
      expect(await rig.ask('2')).toHaveLength(1);
    });
  });

  it('tells which rule of the room a reported event meets', async () => {
    await withRelay({ trail: 'on' }, async (rig) => {
      rig.push([comment('1', '包邮吗'), gift('5')]);
      await rig.told(2, (event) => event('包邮吗')?.meeting !== undefined);
      const [asked] = await rig.ask('包邮吗');
      expect(asked).toMatchObject({
        state: 'reported',
        meeting: { kind: 'met', rule: 'shipping' },
      });
      const [given] = await rig.ask('Rose');
      expect(given).toMatchObject({ meeting: { kind: 'no-rule' } });
    });
  });

  it('seals what viewers wrote, and opens it with the key alone', async () => {
    const environment = { RELAY_STATE_KEY: STATE_KEY };
    await withRelay({ trailWords: 'sealed', environment }, async (rig) => {
      rig.push([comment('1', '包邮吗')]);
      await rig.told(1);
      const { redis, keys } = rig.relay.relay;
      const [target = ''] = await rig.relay.relay.ledger.targets();
      const kept = JSON.stringify(await redis.xrange(keys.of(target).trail, '-', '+'));
      expect(kept).not.toContain('包邮吗');
      expect(kept).not.toContain('viewer 1');
      expect(await rig.ask('包邮', undefined)).toEqual([]);
    });
  });

  it('keeps no words where words are off, and still finds an event asked for by its exact text', async () => {
    await withRelay({ trailWords: 'absent' }, async (rig) => {
      rig.push([comment('1', '包邮吗')]);
      await eventually(async () => (await rig.ask('包邮吗？')).length === 1, 'it is told');
      const [event] = await rig.ask('viewer 1');
      expect(event).toMatchObject({ bridge: 'shop', type: 'comment' });
      expect(event!.text).toBeUndefined();
      const { redis, keys } = rig.relay.relay;
      const [target = ''] = await rig.relay.relay.ledger.targets();
      const kept = JSON.stringify(await redis.xrange(keys.of(target).trail, '-', '+'));
      expect(kept).not.toContain('包邮');
    });
  });

  it('ends with a bridge that chooses no more, and begins once it chooses again', async () => {
    await withRelay({ console: { showEvents: false } }, async ({ relay, simulator, ...rig }) => {
      const { roomId, jobId } = simulator.rooms[0]!;
      const applied = () => relay.logLines.filter((line) => line.includes('bridges_applied'));
      const change = async (target: object) => {
        const before = applied().length;
        relay.rewrite({ bridges: [shopOf({ roomId, jobId, ...target })] });
        await eventually(() => applied().length > before, 'it is applied');
      };
      await change({});
      rig.push([comment('1', '包邮吗')]);
      await eventually(() => simulator.events().length === 1, 'it is reported');
      await change({ choose: CHOOSE });
      rig.push([comment('2', '多少钱')]);
      const by = await rig.told(1);
      expect([by('包邮吗'), by('多少钱')?.state]).toEqual([undefined, 'reported']);
    });
  });

  it('names few of thousands of events that come at once, and tells what became of each that it keeps', async () => {
    await withRelay({ trail: 'on' }, async (rig) => {
      const viewers = Array.from({ length: 3000 }, (_, i) => entry(String(i)));
      rig.push(viewers);
      await eventually(() => rig.simulator.events().length === viewers.length, 'all are reported');
      const { redis, keys } = rig.relay.relay;
      const [target = ''] = await rig.relay.relay.ledger.targets();
      const records = await eventually(async () => {
        const texts = await redis.xrange(keys.of(target).trail, '-', '+');
        const some = texts.map(([, fields]) => JSON.parse(fields[1]!) as TrailRecord);
        return isWholeOf(some) ? some : undefined;
      }, 'each that came is settled');
      // They came within a second, or as it ended.
      expect(reportedOf(records).size).toBeLessThan(1000);
    });
  });

  it('is not written where it is off', async () => {
    await withRelay({ trail: 'off' }, async (rig) => {
      rig.push([comment('1', '包邮吗')]);
      await eventually(() => rig.simulator.events().length === 1, 'it is reported');
      const [target = ''] = await rig.relay.relay.ledger.targets();
      const { redis, keys } = rig.relay.relay;
      expect(await redis.exists(keys.of(target).trail)).toBe(0);
    });
  });
});

type ByText = (text: string) => ToldEvent | undefined;

interface Rig {
  readonly relay: RelayInProcess;
  readonly simulator: Simulator;
  push(events: readonly object[]): void;
  /** Asks with the key of the relay, or with another. */
  ask(text: string | undefined, key?: string): Promise<readonly ToldEvent[]>;
  /** Waits until so many are told and none waits; gives them by their texts. */
  told(count: number, isWhole?: (by: ByText) => boolean): Promise<ByText>;
}

async function withRelay(
  {
    environment = {},
    ...file
  }: {
    readonly environment?: Record<string, string>;
    readonly trail?: string;
    readonly trailWords?: string;
    readonly console?: object;
  },
  use: (rig: Rig) => Promise<void>,
): Promise<void> {
  const redis = await RedisServer.shared();
  const tags = [{ tag: 'content', operation: 'NONE', match: 'REGEX', value: '包邮' }];
  const rule = { rule_name: 'shipping', event_type: 1, hit_condition: { relation: 'AND', tags } };
  const rooms = [{ roomId: 'r', jobId: 'j', rules: [{ ...rule, trigger: { time_window: 60 } }] }];
  const simulator = await new Simulator({ validate: 'full', rooms }).start();
  const { roomId, jobId } = simulator.rooms[0]!;
  const relay = await startRelay({
    redis,
    simulator,
    prefix: uniquePrefix().replace(':', '-'),
    bridges: [shopOf({ roomId, jobId, choose: CHOOSE })],
    buffer: { minIntervalMs: 50 },
    environment,
    file,
  });
  const { relay: made } = relay;
  const ask: Rig['ask'] = async (text, ...key) => {
    const [given = environment['RELAY_STATE_KEY']] = key;
    const stateKey = key.length > 0 ? undefined : keyOf(given);
    const { redis: link, keys, ledger } = made;
    const words = (file.trailWords ?? 'plain') as 'plain';
    const config = { keep: 'auto', words } as const;
    const accesses = new QuietAccesses(relay.config.projects, relay.config.process.proxy);
    const rules = new RoomRules({
      accessOf: (project) => accesses.of(project),
      appUserOf: () => undefined,
    });
    const trails = new Trails({ redis: link, keys, ledger, config, stateKey, rules });
    const { events } = await trails.told({ text, limit: 100 });
    await accesses.close();
    return events;
  };
  try {
    await use({
      relay,
      simulator,
      push: (events) => {
        made.pushes!.bridges.get('shop')!.feed.push(JSON.stringify(events), true);
      },
      ask,
      told: async (count, isWhole = () => true) =>
        eventually(async () => {
          const events = await ask(undefined);
          const open = events.filter(({ state }) => state === 'waiting' || state === 'choosing');
          if (events.length < count || open.length > 0) return undefined;
          const by: ByText = (text) => events.find((event) => event.text === text);
          return isWhole(by) ? by : undefined;
        }, 'all are told'),
    });
  } finally {
    await relay.stop();
    await simulator.stop();
  }
}

const CHOOSE = { comments: { n: 1, everySeconds: 0.5 } };

function shopOf(target: object): object {
  const source = { type: 'push', token: 'push-token-1' };
  return { name: 'shop', source, filter: { blockWords: ['微信'] }, target };
}

function keyOf(hex: string | undefined): Secret<Buffer> | undefined {
  return hex === undefined ? undefined : new Secret(Buffer.from(hex, 'hex'));
}

function reportedOf(records: readonly TrailRecord[]): ReadonlySet<string> {
  return new Set(records.flatMap((one) => (one.k === 'settled' ? one.reported : [])));
}

/** Whether some events came, and each of them is reported. */
function isWholeOf(records: readonly TrailRecord[]): boolean {
  const reported = reportedOf(records);
  const came = records.flatMap((one) => (one.k === 'came' ? one.rows.map(([, , key]) => key) : []));
  return came.length > 0 && came.every((key) => reported.has(key));
}

function entry(id: string): object {
  return { type: 'enter', id, user: { id, name: `viewer ${id}` } };
}

function comment(id: string, text: string): object {
  return { type: 'comment', id, user: { id, name: `viewer ${id}` }, text };
}

function gift(id: string): object {
  return {
    type: 'gift',
    id,
    user: { id, name: `viewer ${id}` },
    gift: { name: 'Rose', unitValue: 5 },
  };
}
