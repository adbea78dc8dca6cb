import { once } from 'node:events';
import { eventually } from '../support/eventually.js';
import { tellRedis } from '../support/redis-command.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { BufferKeys } from '#event-buffer';
import { IngestRig, textOf, textOfFile, type IngestSetup } from '../ingest/ingest-rig.js';

const TOKEN = 'push-token-1';
const BEARER = { authorization: `Bearer ${TOKEN}` };
const PUSHED = { type: 'push', token: TOKEN };
const SOURCES = { shop: PUSHED, mall: PUSHED };
const EVERY_SECONDS = 0.5;

/** So many windows, in ms: long enough for several to end. */
const WINDOWS_MS = EVERY_SECONDS * 1000 * 4;

let rigs: IngestRig[] = [];

async function start(setup: Partial<IngestSetup>, count = 1): Promise<IngestRig[]> {
  const redis = await RedisServer.shared();
  const prefix = uniquePrefix().replace(':', '-');
  rigs = await Promise.all(
    Array.from({ length: count }, async () =>
      IngestRig.start({ redis, sources: SOURCES, prefix, ...setup }),
    ),
  );
  return rigs;
}

afterEach(async () => {
  await Promise.all(rigs.map(async (rig) => rig.stop()));
  rigs = [];
});

describe('choose', () => {
  it('lets the best comments of a window through, once for a target, over all processes', async () => {
    const comments = { n: 1, everySeconds: EVERY_SECONDS };
    const [one, other] = await start({ target: { choose: { comments } } }, 2);
    await Promise.all([
      one!.post('shop', [comment('1', '主播好漂亮'), comment('2', '包邮吗')], BEARER),
      other!.post('mall', [comment('3', '请问包邮吗'), comment('4', '下班了')], BEARER),
    ]);
    await settled(one!);
    const texts = (await one!.buffered()).map(textOf);
    // Both asked the same: whichever of them, once. Chatter may fill another window.
    expect(texts.filter((text) => text.includes('包邮'))).toHaveLength(1);
    const total = await account(one!);
    expect(total).toMatchObject({ received: 4, unaccounted: 0, waiting: texts.length });
    expect(total.dropped['asked_before']).toBe(1);
  });

  it('lets gifts pass at once, and no more comments than its budget', async () => {
    const comments = { n: 1, everySeconds: 30 };
    const [rig] = await start({ target: { choose: { comments } } });
    const gift = { id: 'g1', type: 'gift', user: USER, gift: { name: 'Rose', unitValue: 10 } };
    const body = [comment('1', '包邮吗'), gift, comment('2', '防水吗')];
    expect((await rig!.post('shop', body, BEARER)).status).toBe(202);
    expect((await rig!.buffered()).map(({ content }) => content.includes('Rose'))).toEqual([true]);
    expect(await account(rig!)).toMatchObject({ received: 3, waiting: 3, unaccounted: 0 });
  });

  it('tells a streak as one gift when it has ended, and loses none of it', async () => {
    const [rig] = await start({ bridge: streaksEndedAfter(60, 30) });
    await rig!.post('shop', [combo('1', 1), combo('2', 3), combo('3', 1, 's2')], BEARER);
    await rig!.post('shop', [combo('4', 7)], BEARER);
    await change(rig!, { bridge: streaksEndedAfter(0.5, 30) });
    await settled(rig!);
    const told = (await rig!.buffered()).map(({ content }) => JSON.parse(content).gift);
    expect(told).toEqual([{ giftName: 's1', giftNum: 7, totalValue: 70, giftValue: 10 }]);
    const { dropped, ...total } = await account(rig!);
    expect(dropped).toEqual({ streak_joined: 2, gift_small: 1 });
    expect(total).toMatchObject({ received: 4, waiting: 1, unaccounted: 0 });
  });

  it('tells a streak as one gift though it went on at another process half-way', async () => {
    const both = await start({ target: streaksEndedAfter(60) }, 2);
    for (const [index, counts] of [
      [1, 2],
      [3, 5],
      [8, 8],
    ].entries()) {
      const socket = await both[index % 2]!.socket(`shop?token=${TOKEN}`);
      for (const count of counts) socket.send(JSON.stringify(combo(`c${index}-${count}`, count)));
      await eventually(async () => {
        const { waiting, dropped } = await account(both[0]!);
        return waiting + (dropped['streak_joined'] ?? 0) === [2, 4, 5][index];
      }, 'what was sent waits');
      socket.close();
      await once(socket, 'close');
    }
    for (const rig of both) await change(rig, { target: streaksEndedAfter(0.5) });
    await settled(both[0]!);
    const told = (await both[0]!.buffered()).map(({ content }) => JSON.parse(content).gift);
    expect(told).toEqual([{ giftName: 's1', giftNum: 8, totalValue: 80, giftValue: 10 }]);
    expect(await account(both[0]!)).toMatchObject({ received: 5, unaccounted: 0 });
  });

  it('greets each viewer once, and never an account that is not to be greeted', async () => {
    const entries = { n: 10, everySeconds: EVERY_SECONDS, ignore: ['Nightbot'] };
    const [rig] = await start({ target: { choose: { entries } } });
    await rig!.post('shop', [enter('1', 'Ann'), enter('2', 'Nightbot')], BEARER);
    await settled(rig!);
    await rig!.post('shop', [enter('3', 'Ann'), enter('4', 'Bob')], BEARER);
    await settled(rig!);
    const names = (await rig!.buffered()).map(({ content }) => JSON.parse(content).user.name);
    expect(names).toEqual(['Ann', 'Bob']);
    const { dropped } = await account(rig!);
    expect(dropped).toEqual({ ignored_account: 1, greeted: 1 });
  });

  it('does not wait for a window that began while Redis’s clock was ahead', async () => {
    const comments = { n: 1, everySeconds: EVERY_SECONDS };
    const [rig] = await start({ target: { choose: { comments } } });
    await rig!.post('shop', [comment('1', '包邮吗')], BEARER);
    await settled(rig!);
    const [target = ''] = await rig!.relay.ledger.targets();
    const lane = new BufferKeys(rig!.file.config.redis.prefix).of(target).choosing('comments');
    // Ids of a stream never go back.
    const ahead = `${(await rig!.relay.ledger.now()) + 3_600_000}-0`;
    const redis = await RedisServer.shared();
    await tellRedis(redis, 'XADD', lane, ahead, 'x', '');
    await tellRedis(redis, 'XDEL', lane, ahead);
    await rig!.post('shop', [comment('2', '防水吗'), comment('3', '下班了')], BEARER);
    await settled(rig!);
    expect((await rig!.buffered()).map(textOf)).toContain('防水吗');
    expect(await tellRedis(redis, 'EXISTS', lane)).toBe(0);
    expect(await account(rig!)).toMatchObject({ received: 3, unaccounted: 0 });
  });

  it('says once that entries of a later version wait, and goes on with the others', async () => {
    const comments = { n: 1, everySeconds: EVERY_SECONDS };
    const [rig] = await start({ target: { choose: { comments } } });
    await rig!.post('shop', [comment('1', '包邮吗')], BEARER);
    await settled(rig!);
    const [target = ''] = await rig!.relay.ledger.targets();
    const lane = new BufferKeys(rig!.file.config.redis.prefix).of(target).choosing('comments');
    await tellRedis(await RedisServer.shared(), 'XADD', lane, '*', 'h', '\u0009', 'd', '');
    const told = () => rig!.logLines.filter((line) => line.includes('candidates_unreadable'));
    for (const id of ['2', '3', '4']) {
      await rig!.post('shop', [comment(id, `防水吗 ${id}`)], BEARER);
      await settled(rig!);
      await eventually(() => told().length > 0, 'it is told');
    }
    expect(told()).toHaveLength(1);
    expect(told()[0]).toContain('go forward to the later version');
    expect((await rig!.buffered()).map(textOf)).toContain('防水吗 2');
  });

  it('requires the prefix, removes it, and makes names speakable', async () => {
    const choose = { only: { prefixes: ['#'] }, names: { digits: false, otherwise: '朋友' } };
    const [rig] = await start({ bridge: { choose } });
    await rig!.post('shop', [comment('1', '#多少钱', '用户8827'), comment('2', '多少钱')], BEARER);
    const events = await rig!.buffered();
    expect(events.map(textOf)).toEqual(['多少钱']);
    expect(JSON.parse(events[0]!.content).user.name).toBe('用户');
    expect((await account(rig!)).dropped).toEqual({ gated: 1 });
  });

  it('goes on with the next window where several are over at one look', async () => {
    const [rig] = await start({ target: oneIn(600) });
    await rig!.post('shop', [comment('1', '包邮吗')], BEARER);
    const windowNow = async () =>
      Math.floor((await rig!.relay.ledger.now()) / 1000 / EVERY_SECONDS);
    const first = await windowNow();
    await eventually(async () => (await windowNow()) > first, 'another window');
    await rig!.post('shop', [comment('2', '请问包邮吗')], BEARER);
    await change(rig!, { target: oneIn(EVERY_SECONDS) });
    await settled(rig!);
    expect((await rig!.buffered()).map(textOf)).toEqual(['包邮吗']);
    expect((await account(rig!)).dropped).toEqual({ asked_before: 1 });
  });

  it('follows its file while it runs, and releases waiting events when choosing ends', async () => {
    const comments = { n: 1, everySeconds: 600 };
    const [rig] = await start({ target: { choose: { comments } } });
    await rig!.post('shop', [comment('1', '包邮吗'), comment('2', '防水吗')], BEARER);
    expect(await rig!.buffered()).toEqual([]);
    await change(rig!, {});
    await settled(rig!);
    expect((await rig!.buffered()).map(textOf)).toEqual(['包邮吗', '防水吗']);
    await rig!.post('shop', [comment('3', '能机洗吗')], BEARER);
    expect(await rig!.buffered()).toHaveLength(3);
  });
});

/** Gives the bridges of a process other keys, in its file, while it runs. */
async function change(rig: IngestRig, setup: Partial<IngestSetup>): Promise<void> {
  const { prefix } = rig.file.config.redis;
  rig.file.write(textOfFile({ sources: SOURCES, prefix, ...setup }));
  await rig.relay.catalogue.reload();
}

/** Long at first: a busy machine may take a while between two counts of a streak. */
const streaksEndedAfter = (endedAfterSeconds: number, minValue = 0) => ({
  choose: { gifts: { streaks: 'whole', endedAfterSeconds, minValue } },
});

const oneIn = (everySeconds: number) => ({ choose: { comments: { n: 1, everySeconds } } });

const USER = { id: '7', name: 'Ann' };

function comment(id: string, text: string, name = `viewer ${id}`): object {
  return { type: 'comment', id, user: { id, name }, text };
}

/** Waits until nothing waits to be chosen. */
async function settled({ relay }: IngestRig): Promise<void> {
  await eventually(
    async () => {
      const [target = ''] = await relay.ledger.targets();
      return Number((await relay.ledger.table.read(target)).fields['choosing'] ?? 0) === 0;
    },
    'nothing waits to be chosen',
    WINDOWS_MS + 60_000,
  );
}

async function account({ relay }: IngestRig) {
  const [target = ''] = await relay.ledger.targets();
  const rows = await relay.ledger.rowsOf(target);
  const dropped: Record<string, number> = {};
  for (const row of rows) {
    for (const [reason, count] of Object.entries(row.dropped)) {
      dropped[reason] = (dropped[reason] ?? 0) + count;
    }
  }
  const sum = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  return {
    received: sum(({ received }) => received),
    waiting: sum(({ waiting }) => waiting),
    unaccounted: sum(({ unaccounted }) => Math.abs(unaccounted)),
    dropped,
  };
}

const combo = (id: string, count: number, key = 's1') => ({
  id,
  type: 'gift',
  user: USER,
  gift: { name: key, unitValue: 10 },
  combo: { key, count, end: false },
});

const enter = (id: string, name: string) => ({ id, type: 'enter', user: { id: name, name } });
