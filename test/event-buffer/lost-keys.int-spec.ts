import { BufferRig, comments, limitsOf, TARGET } from './buffer-rig.js';

/** The keys of a target, by what they hold. */
function keysOf({ keys }: BufferRig) {
  const { events, target, seen, ledger } = keys.of(TARGET);
  return { events, target, seen, ledger: ledger('main') };
}

describe('a target of which Redis lost a key', () => {
  let rig: BufferRig;

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  it.each(['events', 'target', 'seen', 'ledger'] as const)(
    'reports what comes, and its ledger balances, without %s',
    async (name) => {
      await rig.append(comments(50, 'before', true));
      await rig.redis.del(keysOf(rig)[name]);
      const drain = await rig.drain();
      await drain.readAhead();
      if (drain.window.events === 0 && drain.waiting > 0) {
        expect(await drain.giveUpLost()).toEqual(new Map([['main', 50]]));
      }
      await rig.append(comments(20, 'after', true));
      const texts = await rig.reportAll(10);
      expect(texts.filter((text) => text.startsWith('after'))).toHaveLength(20);
      const row = await rig.row();
      expect(row.waiting).toBe(0);
      expect(row.dropped).toEqual(name === 'events' ? { lost_in_redis: 50 } : {});
      expect(await rig.ledger.table.waiting(TARGET)).toBe(0);
    },
  );

  it('gives up nothing that is there, or of another drain', async () => {
    await rig.append(comments(5));
    const drain = await rig.drain();
    expect(await drain.giveUpLost()).toEqual(new Map());
    await rig.redis.del(keysOf(rig).events);
    await rig.drain();
    expect(await drain.giveUpLost()).toEqual(new Map());
    expect(await rig.ledger.table.waiting(TARGET)).toBe(5);
  });

  it('reads nothing once another drain has begun, or Redis does not know it any more', async () => {
    await rig.append(comments(5));
    const drain = await rig.drain();
    await rig.redis.del(keysOf(rig).target);
    await drain.readAhead();
    expect(drain.window.cut(limitsOf(10)).passed).toBe(0);
  });
});
