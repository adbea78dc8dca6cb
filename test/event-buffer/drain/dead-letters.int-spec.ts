import assert from 'node:assert/strict';
import { DEAD_LETTERS_MAX, DeadLetters, type DeadLetter } from '#event-buffer';
import {
  BufferRig,
  comments,
  event,
  firstPlaces,
  limitsOf,
  TARGET,
} from '../support/buffer-rig.js';

const WORDS = { code: 'MSS.00000003', message: 'Invalid parameter', requestId: 'r1', at: 5 };
const DAY_MS = 86_400_000;

let rig: BufferRig;
let dead: DeadLetters;

beforeEach(async () => {
  rig = await BufferRig.open();
  dead = new DeadLetters(rig.redis, rig.keys);
});
afterEach(() => rig.close());

/** Has MetaStudio refuse the first events that wait, and accept the rest. */
async function refuse(count: number): Promise<void> {
  const drain = await rig.drain();
  await drain.readAhead();
  const batch = drain.window.cut(limitsOf(1000), firstPlaces(count));
  const words = Array.from({ length: count }, () => WORDS);
  assert(await drain.settle(batch, true, {}, words));
}

async function letters(): Promise<readonly DeadLetter[]> {
  return (await dead.page(TARGET)).letters;
}

async function replay(chosen: readonly DeadLetter[], eventsMax = 1000) {
  return dead.replay(TARGET, chosen, eventsMax, Date.now());
}

/** Letters as a settle writes them, with a ledger that knows them. */
async function keep(count: number, bridge: string, idOf: (i: number) => string): Promise<void> {
  const keys = rig.keys.of(TARGET);
  const meta = JSON.stringify({ v: 1, bridge, type: 'like', receivedAt: 1, ...WORDS });
  const pipeline = rig.redis.pipeline();
  for (let i = 0; i < count; i++) pipeline.xadd(keys.dead, idOf(i), 'm', meta, 'd', '{}');
  pipeline.hincrby(keys.ledger(bridge), 'dead', count);
  pipeline.hincrby(keys.ledger(bridge), 'received', count);
  pipeline.sadd(keys.bridges, bridge);
  await pipeline.exec();
}

describe(DeadLetters.name, () => {
  it("lists each letter with MetaStudio's words, its bridge, and its event", async () => {
    await rig.append([event('gift', 'Rose'), event('comment', 'hello')]);
    await refuse(1);
    const [letter, ...more] = await letters();
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ ...WORDS, target: TARGET, bridge: 'main', type: 'gift' });
    expect(JSON.parse(letter!.fragment.toString())).toMatchObject({ type: 4 });
    expect(await dead.find(TARGET, letter!.id)).toEqual(letter);
    expect(await dead.find(TARGET, '1-1')).toBeUndefined();
    expect(await dead.count(TARGET)).toBe(1);
    expect(await dead.latest(TARGET)).toBe(letter!.id);
  });

  it('reads page by page, up to where it is told', async () => {
    await keep(250, 'main', (i) => `${1000 + i}-0`);
    const sizes: number[] = [];
    let from: string | undefined;
    do {
      const page = await dead.page(TARGET, from, '1239-0');
      sizes.push(page.letters.length);
      from = page.next;
    } while (from !== undefined);
    expect(sizes).toEqual([100, 100, 40]);
  });

  describe('replay', () => {
    it('puts letters behind what waits, in their order, and makes them wait in the ledger', async () => {
      await rig.append(comments(3, 'a'), { bridge: 'a' });
      await rig.append(comments(2, 'b'), { bridge: 'b' });
      await rig.append([event('comment', 'accepted')], { bridge: 'a' });
      await refuse(5);
      await rig.append([event('comment', 'newer')], { bridge: 'b' });
      const outcome = await replay(await letters());
      expect(outcome).toMatchObject({ kind: 'replayed', depthBefore: 1, depthAfter: 6 });
      expect(await letters()).toEqual([]);
      expect(await rig.row('a')).toMatchObject({ deadLettered: 0, waiting: 3, reported: 1 });
      expect(await rig.row('b')).toMatchObject({ deadLettered: 0, waiting: 3 });
      expect(await rig.reportAll()).toEqual(['newer', 'a0', 'a1', 'a2', 'b0', 'b1']);
      expect(await rig.row('a')).toMatchObject({ received: 4, reported: 4, waiting: 0 });
      expect(await rig.row('b')).toMatchObject({ received: 3, reported: 3, waiting: 0 });
    });

    it('tells where a letter matters more than what its target waits for a turn with', async () => {
      await rig.append([event('gift', 'Rose'), event('comment', 'hello'), event('like')]);
      await refuse(2);
      const [gift, comment] = await letters();
      await rig.append([event('like')]);
      const drain = await rig.drain();
      await drain.note({ held: '2', rank: 0 });
      expect(await replay([gift!])).toMatchObject({ isRaised: true });
      expect(await replay([comment!])).toMatchObject({ isRaised: false });
    });

    it('repeated after a lost answer, or by two at once, doubles nothing', async () => {
      await rig.append(comments(4));
      await refuse(3);
      const all = await letters();
      const outcomes = await Promise.all([replay(all), replay(all), replay(all.slice(1))]);
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['gone', 'gone', 'replayed']);
      expect(await rig.row()).toMatchObject({ waiting: 3, deadLettered: 0 });
      expect(await rig.reportAll()).toEqual(['0', '1', '2']);
    });

    it('changes nothing where one of the letters is gone', async () => {
      await rig.append(comments(3));
      await refuse(2);
      const all = await letters();
      await dead.remove(TARGET, all.slice(1), 'dead_letter_discarded');
      expect(await replay(all)).toMatchObject({ kind: 'gone', depthAfter: 0 });
      expect(await letters()).toEqual(all.slice(0, 1));
    });

    it('changes nothing where more would wait than may', async () => {
      await rig.append(comments(4));
      await refuse(3);
      await rig.append(comments(2));
      expect(await replay(await letters(), 4)).toMatchObject({ kind: 'full', depthAfter: 2 });
      expect(await rig.row()).toMatchObject({ waiting: 2, deadLettered: 3 });
    });

    it('gives the events an age of nought, so that none expires before it is tried', async () => {
      await rig.append(comments(2));
      await refuse(1);
      const old = (await letters()).map((letter) => ({ ...letter, receivedAt: 1 }));
      const before = Date.now();
      await replay(old);
      const [state] = await rig.ledger.states([TARGET], []);
      expect(state!.oldestReceivedAt).toBeGreaterThanOrEqual(before);
    });

    it('takes letters of any size, as many to an entry as a report can be cut from', async () => {
      const long = 'x'.repeat(30_000);
      await rig.append([...comments(40, long), event('comment', 'accepted')]);
      await refuse(40);
      await replay(await letters());
      const entries = await rig.redis.xlen(rig.keys.of(TARGET).events);
      expect(entries).toBeGreaterThan(3);
      expect(await rig.reportAll()).toEqual(Array.from({ length: 40 }, (_, i) => `${long}${i}`));
    });
  });

  describe('remove', () => {
    it('counts removed letters as dropped, once, and the ledger balances', async () => {
      await rig.append(comments(4));
      await refuse(3);
      const all = await letters();
      expect(await dead.remove(TARGET, all.slice(0, 2), 'dead_letter_discarded')).toBe(2);
      expect(await dead.remove(TARGET, all, 'dead_letter_discarded')).toBe(1);
      expect(await rig.row()).toMatchObject({
        deadLettered: 0,
        dropped: { dead_letter_discarded: 3 },
      });
    });
  });

  describe('the bounds', () => {
    it('keep the newest letters of a target, and count the oldest as dropped', async () => {
      const now = Date.now();
      await keep(DEAD_LETTERS_MAX, 'old', (i) => `${now - 60_000}-${i}`);
      await rig.append(comments(151));
      await refuse(150);
      expect(await dead.count(TARGET)).toBe(DEAD_LETTERS_MAX);
      expect(await rig.row('old')).toMatchObject({
        deadLettered: DEAD_LETTERS_MAX - 150,
        dropped: { dead_letter_overflow: 150 },
      });
      expect(await rig.row()).toMatchObject({ deadLettered: 150, dropped: {} });
    });

    it('drop, counted, letters older than a week', async () => {
      const old = Date.now() - 7 * DAY_MS - 60_000;
      await keep(130, 'main', (i) => `${old}-${i}`);
      await keep(1, 'main', () => `${Date.now() - 6 * DAY_MS}-0`);
      await dead.makeRoom(TARGET, 0);
      expect(await dead.count(TARGET)).toBe(1);
      expect(await rig.row()).toMatchObject({
        deadLettered: 1,
        dropped: { dead_letter_expired: 130 },
      });
    });

    it('hold for letters of other versions, too', async () => {
      const stream = rig.keys.of(TARGET).dead;
      const old = String(Date.now() - 8 * DAY_MS);
      await rig.redis.xadd(stream, `${old}-1`, 'm', '{"v":9}', 'd', '{}');
      await rig.redis.xadd(stream, `${old}-2`, 'm', 'damaged', 'd', '{}');
      expect((await dead.page(TARGET)).unreadable).toEqual([`${old}-1`, `${old}-2`]);
      await dead.makeRoom(TARGET, 0);
      expect(await dead.count(TARGET)).toBe(0);
    });
  });
});
