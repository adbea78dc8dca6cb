import type { LiveEvent } from '#live-event';
import type { TrailRecord } from '../../apps/relay/src/trail/trail-record.js';
import { TrailScribe } from '../../apps/relay/src/trail/trail-words.js';
import { TrailWriter } from '../../apps/relay/src/trail/trail-writer.js';
import { BufferRig, entriesOf, TARGET } from '../event-buffer/support/buffer-rig.js';
import { eventually } from '../support/eventually.js';

const USER = { userId: 'douyin_1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
const EVENT: LiveEvent = { type: 'comment', user: USER, text: '包邮吗' };
/** Less than a trail is kept. */
const LEFT_MS = 30_000;

let rig: BufferRig;

beforeEach(async () => {
  rig = await BufferRig.open();
});

afterEach(() => rig.close());

function fail(error: Error): void {
  throw error;
}

/** Does something with a writer that has written nothing yet. */
async function writing(work: (writer: TrailWriter) => Promise<void> | void): Promise<void> {
  const scribe = new TrailScribe({ kept: 'plain', salt: '' });
  const writer = new TrailWriter({ redis: rig.redis, keys: rig.keys, scribe, failed: fail });
  await work(writer);
  await writer.stop();
}

async function comes(): Promise<void> {
  await writing((writer) => {
    writer.of(TARGET, 'shop').came(EVENT, Date.now(), () => 'k', '', '');
  });
}

function settled(): Extract<TrailRecord, { k: 'settled' }> {
  return {
    k: 'settled',
    at: Date.now(),
    job: 'j',
    events: 1,
    reported: ['k'],
    dropped: {},
    dead: [],
  };
}

/** How many events the records name that were left out, by reason. */
function leftOutOf(records: readonly TrailRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const record of records) {
    const named =
      record.k === 'shed'
        ? record.keys!
        : record.k === 'settled'
          ? { ...record.dropped, dead: record.dead }
          : {};
    for (const [reason, keys] of Object.entries(named)) {
      counts[reason] = (counts[reason] ?? 0) + keys.length;
    }
  }
  return counts;
}

describe('a trail', () => {
  it('is kept for ten minutes behind the last event that came', async () => {
    const { trail } = rig.keys.of(TARGET);
    await comes();
    const leftMs = await rig.redis.pttl(trail);
    expect(leftMs).toBeGreaterThan(590_000);
    await rig.redis.pexpire(trail, LEFT_MS);
    await comes();
    expect(await rig.redis.pttl(trail)).toBeGreaterThan(590_000);
  });

  it('is not kept for reports of events that nobody writes into it any more', async () => {
    const { trail } = rig.keys.of(TARGET);
    await comes();
    await rig.redis.pexpire(trail, LEFT_MS);
    await writing((writer) => writer.add(TARGET, settled()));
    expect(await rig.redis.xlen(trail)).toBe(2);
    const leftMs = await rig.redis.pttl(trail);
    expect([leftMs > 0, leftMs <= LEFT_MS]).toEqual([true, true]);
  });

  it('does not begin with a report that is written just after it has ended', async () => {
    const { trail } = rig.keys.of(TARGET);
    await comes();
    await writing(async (writer) => {
      writer.add(TARGET, settled());
      await writer.flush();
      await rig.redis.del(trail);
      writer.add(TARGET, settled());
    });
    expect(await rig.redis.exists(trail)).toBe(0);
  });

  it.each([-3600, 3600])(
    'has a report of just before it began, by a Redis whose clock differs by %i s; none waits for one that does not begin',
    async (differs) => {
      const report = { ...settled(), at: Date.now() + differs * 1000 };
      const { trail } = rig.keys.of(TARGET);
      await writing(async (writer) => {
        writer.add(TARGET, report);
        await writer.flush();
        await comes();
        await writer.flush();
        expect(await rig.redis.xlen(trail)).toBe(2);

        writer.add('default/without', report);
        await eventually(async () => {
          await writer.flush();
          return !writer.mayTell('default/without');
        }, 'it is waited for no longer');
      });
    },
  );

  it('is kept where what is chosen is written more often than what comes', async () => {
    const { trail } = rig.keys.of(TARGET);
    await comes();
    await writing(async (writer) => {
      await rig.redis.pexpire(trail, LEFT_MS);
      writer.add(TARGET, settled());
      await writer.flush();
      writer.of(TARGET, 'shop').came(EVENT, Date.now(), () => 'k', '', '');
    });
    expect(await rig.redis.pttl(trail)).toBeGreaterThan(590_000);
  });

  it('still tells of what came before thousands of appends and batches that each left something out', async () => {
    const { trail } = rig.keys.of(TARGET);
    await writing(async (writer) => {
      const shop = writer.of(TARGET, 'shop');
      const entries = entriesOf('shop', [EVENT]);
      const dropped = new Map([['capped_comment', 1] as const]);
      const spots = new Map([['capped_comment', '0.0']]);
      shop.came(EVENT, Date.now(), () => 'first', '', '');
      await writer.flush();
      for (let appends = 1; appends <= 4000; appends++) {
        shop.shed({ dropped, spots }, entries);
        shop.lost('spill_chat', entries);
        writer.add(TARGET, { ...settled(), reported: [], dropped: { held: ['k'] }, dead: ['d'] });
        if (appends % 100 === 0) await writer.flush();
      }
    });
    const texts = (await rig.redis.xrange(trail, '-', '+')).map(([, fields]) => fields[1]!);
    const records = texts.map((text) => JSON.parse(text) as TrailRecord);
    expect(records[0]).toMatchObject({ k: 'came', rows: [expect.arrayContaining(['first'])] });
    expect(leftOutOf(records)).toEqual({
      capped_comment: 4000,
      spill_chat: 4000,
      held: 4000,
      dead: 4000,
    });
  });
});
