import {
  ChunkBuilder,
  IdHasher,
  NoticeDesk,
  Recount,
  RecordTable,
  ReportRate,
} from '#event-buffer';
import { BufferRig, comments, TARGET } from '../support/buffer-rig.js';

const OTHER = 'default/room-2';

let rig: BufferRig;

beforeEach(async () => {
  rig = await BufferRig.open();
});
afterEach(() => rig.close());

describe('a target goes on though a value of it cannot be read', () => {
  beforeEach(async () => {
    await rig.append(comments(3, 'before', true));
    await rig.reportAll();
  });

  it.each([
    'waiting',
    'choosing',
    'drain',
    'cursor',
    'memory',
    'rotated',
    'ids',
    'capped',
    'rank',
    'epoch:main',
    'append:main',
    'past:main',
    'delayUntil',
    'control',
  ])('%s', async (field) => {
    const { target } = rig.keys.of(TARGET);
    // Parked for its turn, or for its pace.
    await rig.redis.hset(target, field, 'x', 'held', field === 'rank' ? '2' : '1');
    await rig.append(comments(2, 'after', true));
    await rig.redis.hset(target, field, 'x');
    expect(await rig.reportAll()).toEqual(['after0', 'after1']);
    expect(await rig.reportAll()).toEqual([]);
    expect(await rig.row()).toMatchObject({ received: 5, reported: 5, waiting: 0 });
  });

  it.each([':00', ':05', ':9007199254740993'])(
    'what is reported is settled, where the cursor is of a form that nobody wrote: %s',
    async (index) => {
      await rig.append(comments(2, 'after', true));
      const { events, target } = rig.keys.of(TARGET);
      const [[id]] = (await rig.redis.xrange(events, '-', '+')) as [[string, unknown]];
      await rig.redis.hset(target, 'cursor', `${id}${index}`);
      expect(await rig.reportAll()).toEqual(['after0', 'after1']);
      expect(await rig.row()).toMatchObject({ received: 5, reported: 5, waiting: 0 });
    },
  );

  it('an append of a lease that is over is refused, though what is known of it cannot be read', async () => {
    await rig.append(comments(1, 'newer'), { epoch: 2 });
    await rig.redis.hset(rig.keys.of(TARGET).target, 'past:main', 'x');
    expect(await rig.append(comments(1, 'late'), { number: 9 })).toEqual({ kind: 'stale' });
  });

  it('an operator holds it, whatever its control is', async () => {
    const { target } = rig.keys.of(TARGET);
    await rig.redis.hset(target, 'control', 'x');
    const change = { state: 'held', revision: '*', by: 'ann' } as const;
    expect(await rig.ledger.table.control(TARGET, change)).toMatchObject({
      done: true,
      control: { state: 'held', revision: 1 },
    });
  });

  it('counts that cannot be read are corrected', async () => {
    await rig.append(comments(2, 'waits'));
    const chunk = new ChunkBuilder('main', new IdHasher('salt', 'twitch'), 'comments');
    chunk.add(comments(1)[0]!, Date.now());
    await rig.append([], { entries: [chunk.take()], number: 9 });
    const { target } = rig.keys.of(TARGET);
    await rig.redis.hset(target, 'waiting', 'x', 'choosing', 'y');
    const [mended] = await new Recount(rig.redis, rig.keys).run([TARGET], 0);
    expect(mended).toMatchObject({ target: TARGET, lost: new Map() });
    expect(await rig.redis.hmget(target, 'waiting', 'choosing')).toEqual(['2', '1']);
  });
});

describe('a target of which a key holds something else', () => {
  beforeEach(async () => {
    await rig.append(comments(2), { target: TARGET });
    await rig.append(comments(3), { target: OTHER });
  });

  it.each(['target', 'dead', 'bridges', 'ledger:main'])(
    'is told as unreadable, and others as they are: %s',
    async (name) => {
      await rig.ledger.look();
      await rig.redis.set(`${rig.prefix}:{${TARGET}}:${name}`, 'x');
      const [broken, other] = await rig.ledger.look();
      expect(broken).toMatchObject({ target: TARGET, isUnreadable: true, rows: [] });
      expect(other!.record.waiting).toBe(3);
      expect(other!.isUnreadable).toBeUndefined();
    },
  );

  it('is left out where those are looked for that wait', async () => {
    await rig.redis.set(rig.keys.of(TARGET).target, 'x');
    await rig.redis.hset(rig.keys.of(OTHER).target, 'choosing', 1);
    const { table } = rig.ledger;
    const waiting = await table.waitingAmong([TARGET, OTHER]);
    expect(waiting.map(({ target }) => target)).toEqual([OTHER]);
    expect(await table.choosingAmong([TARGET, OTHER])).toEqual([OTHER]);
  });

  it('keeps the counts of no other from being corrected', async () => {
    await rig.redis.set(rig.keys.of(TARGET).events, 'x');
    await rig.redis.del(rig.keys.of(OTHER).events);
    const mended = await new Recount(rig.redis, rig.keys).run([TARGET, OTHER], 0);
    expect(mended).toEqual([{ target: OTHER, lost: new Map([['main', 3]]) }]);
  });
});

describe('what cannot be read counts as absent', () => {
  it('of a limit on reports: turns are given, and only so many', async () => {
    const rate = new ReportRate(rig.redis, rig.keys, 'default', 2);
    await rig.redis.rpush(rig.keys.spent('default'), 'x', 'y', 'z');
    await rig.redis.hset(rig.keys.bids('default'), 'other', 'x', '=', 'y', '<', 'z', '>', 'x');
    expect([await rate.spend(1), await rate.spend(1)]).toEqual([0, 0]);
    expect(await rate.spend(1)).toBeGreaterThan(0);
    await rig.redis.rpush(rig.keys.rate('default'), 'x', 'y');
    expect(await rate.take()).toBe(0);
  });

  it('of who tells people: another does', async () => {
    await new NoticeDesk(rig.redis, rig.keys, 'a').keep();
    await rig.redis.hset(rig.keys.notices, 'ends', 'x');
    expect(await new NoticeDesk(rig.redis, rig.keys, 'b').keep()).toMatchObject({ isHere: true });
  });

  it('of a record: it is there without a text, and can be removed', async () => {
    const { records } = rig.keys;
    await new RecordTable(rig.redis, rig.keys, 10).write('b', 'text', 0);
    await rig.redis.hset(records.records, 'b', 'x');
    const table = new RecordTable(rig.redis, rig.keys, 10);
    const revision = Number(await rig.redis.hget(records.index, 'b'));
    expect((await table.read()).get('b')).toMatchObject({ name: 'b', revision, text: '' });
    expect(await table.remove('b', revision)).toMatchObject({ kind: 'written' });
    expect(await rig.redis.exists(records.records)).toBe(0);
  });

  it('of the last revision of records: they are written all the same', async () => {
    const table = new RecordTable(rig.redis, rig.keys, 10);
    await rig.redis.set(rig.keys.records.revision, 'x');
    expect(await table.write('b', 'text', 0)).toMatchObject({ kind: 'written' });
    expect(await rig.redis.get(rig.keys.records.revision)).toMatch(/^\d+$/u);
  });
});
