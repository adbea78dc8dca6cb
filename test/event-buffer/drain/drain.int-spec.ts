import { ChunkBuilder, IdHasher, type Batch, type Drain, type RefusalWords } from '#event-buffer';
import {
  BufferRig,
  comments,
  event,
  firstPlaces,
  limitsOf,
  TARGET,
  textsOf,
} from '../support/buffer-rig.js';

const WORDS: RefusalWords = {
  code: 'MSS.1',
  message: '不合法',
  requestId: 'r-1',
  at: 1_700_000_000_000,
};

async function cutOf(drain: Drain, events: number): Promise<Batch> {
  await drain.readAhead();
  return drain.window.cut(limitsOf(events));
}

/** The commands that Redis executed since it was asked last. */
async function countCommand(rig: BufferRig, name: string): Promise<() => Promise<number>> {
  const count = async (): Promise<number> => {
    const stats = await rig.redis.info('commandstats');
    return Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`, 'u').exec(stats)?.[1] ?? 0);
  };
  const before = await count();
  return async () => (await count()) - before;
}

describe('a drain', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  it('reports everything once and in order, over the borders of entries and reads', async () => {
    const expected: string[] = [];
    for (const count of [1, 99, 250, 3, 1, 1000, 100, 7]) {
      const events = comments(count, `${expected.length}-`);
      await rig.append(events, { bridge: count % 2 === 0 ? 'a' : 'b' });
      expected.push(...events.map((each) => (each.type === 'comment' ? each.text : '')));
    }
    expect(await rig.reportAll(333)).toEqual(expected);
    expect(await rig.row('a')).toMatchObject({ reported: 1350, waiting: 0 });
    expect(await rig.row('b')).toMatchObject({ reported: 111, waiting: 0 });
  });

  it('frees passed entries, and keeps an entry that is partly waiting', async () => {
    const { events } = rig.keys.of(TARGET);
    for (const name of ['a', 'b', 'c']) await rig.append(comments(100, name));
    const memory = await rig.redis.memory('USAGE', events, 'SAMPLES', 0);
    const drain = await rig.drain();
    await drain.settle(await cutOf(drain, 150), true);
    expect(await rig.redis.xlen(events)).toBe(2);
    expect(drain.waiting).toBe(150);
    await drain.settle(await cutOf(drain, 1000), true);
    expect(await rig.redis.xlen(events)).toBe(0);
    expect(await rig.redis.memory('USAGE', events, 'SAMPLES', 0)).toBeLessThan(memory! / 10);
    expect([drain.waiting, await rig.ledger.table.waiting(TARGET)]).toEqual([0, 0]);
  });

  it('continues where the last one ended: within an entry, at its end, in an empty buffer', async () => {
    await rig.append(comments(5, 'a'));
    const seen: string[] = [];
    for (const events of [2, 1, 2, 1]) {
      const drain = await rig.drain();
      const batch = await cutOf(drain, events);
      seen.push(...textsOf(batch));
      await drain.settle(batch, true);
      if (drain.waiting === 0) await rig.append(comments(1, 'b'));
    }
    expect(seen).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'b0']);
  });

  it('finds events that came after the buffer was empty, again and again', async () => {
    const drain = await rig.drain();
    for (let i = 0; i < 5; i++) {
      expect((await cutOf(drain, 10)).passed).toBe(0);
      await rig.append(comments(2, `${i}-`));
      const batch = await cutOf(drain, 10);
      expect(textsOf(batch)).toEqual([`${i}-0`, `${i}-1`]);
      expect(await drain.settle(batch, true)).toBe(true);
    }
  });

  it('a drain settles nothing once another began, and the other reports it', async () => {
    await rig.append(comments(3));
    const old = await rig.drain();
    const batch = await cutOf(old, 10);
    const next = await rig.drain();
    const before = (await rig.ledger.table.read(TARGET)).fields;
    expect(await old.settle(batch, true, { reportedAt: 1 })).toBe(false);
    expect(await old.note({ failures: 1 })).toBe(false);
    expect((await rig.ledger.table.read(TARGET)).fields).toEqual(before);
    expect(await rig.row()).toMatchObject({ reported: 0, waiting: 3 });
    const again = await cutOf(next, 10);
    expect(textsOf(again)).toEqual(['0', '1', '2']);
    expect(await next.settle(again, true)).toBe(true);
  });

  it('settles nothing where another moved the cursor', async () => {
    await rig.append(comments(4));
    const drain = await rig.drain();
    const [one, two] = [await cutOf(drain, 1), await cutOf(drain, 2)];
    expect(await drain.settle(one, true)).toBe(true);
    // Cut from the same start as the one before it, which was settled.
    expect(await drain.settle(two, true)).toBe(false);
    expect(await rig.row()).toMatchObject({ reported: 1, waiting: 3 });
  });

  it('gives the same answer to a repeated settle', async () => {
    await rig.append([...comments(3), event('viewers'), event('viewers')]);
    const drain = await rig.drain();
    const batch = await cutOf(drain, 3);
    expect(await drain.settle(batch, true, { reportedAt: 7 })).toBe(true);
    const [row, fields] = [await rig.row(), (await rig.ledger.table.read(TARGET)).fields];
    expect(await drain.settle(batch, true, { reportedAt: 7 })).toBe(true);
    expect([await rig.row(), (await rig.ledger.table.read(TARGET)).fields]).toEqual([row, fields]);
    expect(drain.waiting).toBe(2);
  });

  it('settles an empty batch without losing its position', async () => {
    const drain = await rig.drain();
    expect(await drain.settle(await cutOf(drain, 10), false, { suspicion: 'none' })).toBe(true);
    await rig.append(comments(2));
    const batch = await cutOf(drain, 10);
    expect(await drain.settle(batch, true)).toBe(true);
    expect(await rig.row()).toMatchObject({ reported: 2, waiting: 0 });
  });

  it('settles a batch of a thousand entries of many bridges in one step', async () => {
    const bridges = Array.from({ length: 40 }, (_, i) => `bridge-${i}`);
    const round = async () =>
      Promise.all(bridges.map(async (bridge) => rig.append([event('comment')], { bridge })));
    for (let i = 0; i < 25; i++) await round();
    const drain = await rig.drain();
    const batch = await cutOf(drain, 1000);
    expect(batch.passed).toBe(1000);
    expect(await drain.settle(batch, true)).toBe(true);
    for (const bridge of bridges) expect((await rig.row(bridge)).reported).toBe(25);
    expect(await rig.ledger.table.waiting(TARGET)).toBe(0);
  });

  it('counts passed events by their fate', async () => {
    await rig.append([event('viewers'), event('like'), event('comment', 'a'), event('viewers')]);
    await rig.append([event('gift', 'g'), event('like')], { bridge: 'other' });
    const drain = await rig.drain();
    await drain.readAhead();
    const later = Date.now() + 1000;
    const expiredBefore = { paid: -Infinity, chat: -Infinity, ambient: later };
    const ambientGone = drain.window.cut({ events: 10, bytes: 1e6, expiredBefore });
    expect(textsOf(ambientGone)).toEqual(['a', 'g']);
    await drain.settle(ambientGone, true);
    expect(await rig.row()).toMatchObject({ reported: 1, dropped: { expired: 3 } });
    expect(await rig.row('other')).toMatchObject({ reported: 1, dropped: { expired: 1 } });
    await rig.append([event('viewers'), event('viewers')]);
    await drain.settle(await cutOf(drain, 10), true);
    expect(await rig.row()).toMatchObject({ reported: 2, dropped: { expired: 3, superseded: 1 } });
  });

  it('sets and removes fields of the target with it, and forgets failures after a delivery', async () => {
    await rig.append(comments(2));
    const drain = await rig.drain();
    await drain.note({ failures: 3, pausedReason: 'x', url: 'https://a', suspicion: 's' });
    expect(await drain.settle(await cutOf(drain, 1), false, { suspicion: '' })).toBe(true);
    const kept = (await rig.ledger.table.read(TARGET)).fields;
    expect(kept).toMatchObject({ failures: '3', pausedReason: 'x', url: 'https://a' });
    expect(kept).not.toHaveProperty('suspicion');
    await drain.settle(await cutOf(drain, 1), true, { url: 'https://b' });
    const after = (await rig.ledger.table.read(TARGET)).fields;
    expect(after).toMatchObject({ url: 'https://b', waiting: '0' });
    expect(after).not.toHaveProperty('failures');
    expect(after).not.toHaveProperty('pausedReason');
  });

  it('keeps refused events as dead letters, in their order, with the words said of each', async () => {
    await rig.append(comments(3, '坏'));
    await rig.append([event('gift', 'ok')]);
    const drain = await rig.drain();
    await drain.readAhead();
    const batch = drain.window.cut(limitsOf(10), firstPlaces(3));
    const words = [1, 2, 3].map((i) => ({ ...WORDS, requestId: `r-${i}` }));
    expect(await drain.settle(batch, true, {}, words)).toBe(true);
    const rows = await rig.redis.xrange(rig.keys.of(TARGET).dead, '-', '+');
    const letters = rows.map(([, fields]) => [JSON.parse(fields[1]!), JSON.parse(fields[3]!)]);
    const meta = { v: 1, bridge: 'main', type: 'comment', receivedAt: expect.any(Number) };
    expect(letters.map(([each]) => each)).toEqual(words.map((said) => ({ ...meta, ...said })));
    const texts = letters.map(([, { content }]) => JSON.parse(content).content);
    expect(texts).toEqual(['坏0', '坏1', '坏2']);
    expect(await rig.row()).toMatchObject({ reported: 1, deadLettered: 3, waiting: 0 });
  });

  it('reads about as much as a report holds, however large the backlog', async () => {
    for (let i = 0; i < 40; i++) await rig.append(comments(500, `${i}-`));
    const drain = await rig.drain();
    await drain.readAhead();
    expect(drain.window.events).toBeGreaterThanOrEqual(1000);
    expect(drain.window.events).toBeLessThanOrEqual(2000);
    await drain.settle(drain.window.cut(limitsOf(1000)), true);
    await drain.readAhead();
    expect(drain.window.events).toBeLessThanOrEqual(2000);
  });

  it('expires what gathered for half a minute by when it was received, as a status tells', async () => {
    const chunk = new ChunkBuilder('main', new IdHasher('salt', 'test'));
    const now = Date.now();
    chunk.add(event('comment', 'old'), now - 30_000);
    chunk.add(event('comment', 'young'), now);
    await rig.append([], { entries: [chunk.take()] });
    const [state] = await rig.ledger.states([TARGET], []);
    expect(state!.oldestReceivedAt).toBe(now - 30_000);
    const drain = await rig.drain();
    await drain.readAhead();
    const expiredBefore = { paid: 0, chat: now - 20_000, ambient: 0 };
    const batch = drain.window.cut({ events: 10, bytes: 1e6, expiredBefore });
    expect(textsOf(batch)).toEqual(['young']);
    expect([...batch.receipts()]).toEqual([[now, 1]]);
  });

  it('fills a report from many small entries with a few reads', async () => {
    await rig.append([event('like')]);
    // In one round trip: one after the other they take minutes on a busy machine.
    await Promise.all(Array.from({ length: 999 }, async () => rig.append([event('like')])));
    const drain = await rig.drain();
    const reads = await countCommand(rig, 'xrange');
    await drain.readAhead();
    expect(drain.window.events).toBe(1000);
    expect(await reads()).toBeLessThanOrEqual(7);
  });

  it('reports what stands before an entry of a later version, and then says which it is', async () => {
    const { events } = rig.keys.of(TARGET);
    await rig.append(comments(3));
    const header = Buffer.concat([Buffer.from([2]), Buffer.alloc(20)]);
    const id = await rig.redis.xadd(events, '*', 'h', header, 'd', 'x');
    await rig.append(comments(1, 'behind'));
    const drain = await rig.drain();
    const batch = await cutOf(drain, 1000);
    expect(batch.events).toBe(3);
    await drain.settle(batch, true);
    await expect(drain.readAhead()).rejects.toMatchObject({
      code: 'RELAY_ENTRY_UNREADABLE',
      message: expect.stringContaining(id!),
    });
    await expect((await rig.drain()).readAhead()).rejects.toThrow('cannot read');
  });

  it('reads entries to which a later version added fields', async () => {
    const { events, target } = rig.keys.of(TARGET);
    await rig.append(comments(1));
    const [row] = await rig.redis.xrangeBuffer(events, '-', '+');
    await rig.redis.xadd(events, '*', 'new', '1', ...row![1]);
    await rig.redis.hincrby(target, 'waiting', 1);
    expect(await rig.reportAll()).toEqual(['0', '0']);
  });
});
