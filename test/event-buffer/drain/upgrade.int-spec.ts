import assert from 'node:assert/strict';
import { keptStateOf } from '../../../apps/relay/src/reporter/decide/kept-state.js';
import { BufferRig, comments, limitsOf, TARGET, textsOf } from '../support/buffer-rig.js';

/**
 * What version 1 of the format wrote, byte for byte. Never to be changed: entries like these wait
 * in somebody's Redis when a newer version starts.
 */
const USER = '{"userId":"twitch_1","name":"A","level":0,"badge":"","badgeLevel":0}';
const ENTRIES: readonly { readonly header: string; readonly events: readonly Event[] }[] = [
  {
    header: '010600a05502d91f7a42646f7579696ea800000001000000e1000000040100009100000003010000',
    events: [
      { timestamp: 1795255444826, type: 1, content: `{"user":${USER},"content":"你好"}` },
      {
        timestamp: 1795255444827,
        type: 4,
        content: `{"gift":{"giftName":"Rose","giftNum":1,"totalValue":0,"giftValue":0},"user":${USER}}`,
      },
      { timestamp: 1795255444827, type: 3, content: `{"user":${USER}}` },
    ],
  },
  {
    header: '010400e05502d91f7a426d61696e910000000200000091000000050000004900000006000000',
    events: [
      { timestamp: 1795255444830, type: 2, content: `{"user":${USER}}` },
      { timestamp: 1795255444830, type: 5, content: `{"user":${USER}}` },
      { timestamp: 1795255444830, type: 6, content: '{"numberOfViewers":1}' },
    ],
  },
];

interface Event {
  readonly timestamp: number;
  readonly type: number;
  readonly content: string;
}

/** The fields of a target that the first version knew, and no other. */
const HASH = {
  cursor: '1795255444829-0:1',
  waiting: '5',
  drain: '7',
  job: '12',
  'epoch:douyin': '3',
  'append:douyin': '9',
  'epoch:main': '2',
  'append:main': '4',
  rotated: '1795255444829',
  failures: '2',
  failing: 'timeout',
  suspicion:
    '{"refused":[{"code":"MSS.1","message":"no","requestId":"r","at":5}],"suspects":0,"tries":1,"again":false}',
};

let rig: BufferRig;

beforeEach(async () => {
  rig = await BufferRig.open();
  const { redis, keys } = rig;
  const { target, events, ledger, bridges } = keys.of(TARGET);
  await redis.hset(target, HASH);
  await redis.sadd(keys.targets, TARGET);
  await redis.sadd(bridges, 'douyin', 'main');
  await redis.hset(ledger('douyin'), { received: 3, reported: 1, waiting: 2 });
  await redis.hset(ledger('main'), { received: 3, waiting: 3 });
  for (const [i, entry] of ENTRIES.entries()) {
    const fragments = entry.events.map((event) => `${JSON.stringify(event)},`).join('');
    const id = `${1795255444829 + i}-0`;
    await redis.xadd(events, id, 'h', Buffer.from(entry.header, 'hex'), 'd', fragments);
  }
});
afterEach(() => rig.close());

describe('the data of an older version', () => {
  it('a buffer of the version before is drained from where it stopped, with what is appended now behind it', async () => {
    await rig.append(comments(2, 'new'), { bridge: 'main', epoch: 3, number: 1 });
    const drain = await rig.drain();
    expect(drain.waiting).toBe(7);
    await drain.readAhead();
    const batch = drain.window.cut(limitsOf(1000));
    expect(textsOf(batch)).toEqual(['Rose', '3', '2', '5', '6', 'new0', 'new1']);
    expect([...batch.receipts()][0]).toEqual([1795255444827, 2]);
    assert(await drain.settle(batch, true));
    expect(await rig.row('douyin')).toMatchObject({ received: 3, reported: 3, waiting: 0 });
    expect(await rig.row('main')).toMatchObject({ received: 5, reported: 5, waiting: 0 });
  });

  it('gives the same bytes in a report', async () => {
    const drain = await rig.drain();
    await drain.readAhead();
    const bytes = Buffer.concat(drain.window.cut(limitsOf(1000)).fragments()).toString();
    const events = ENTRIES.flatMap((entry) => entry.events).slice(1);
    expect(bytes).toBe(events.map((event) => `${JSON.stringify(event)},`).join(''));
  });

  it('may lack newer fields: a target goes on without them', async () => {
    const { record } = await rig.drain();
    const state = keptStateOf(record, 1795255445000);
    expect(state).toMatchObject({ failures: 2, inFlight: 0, bodyBytesMax: Infinity });
    // Which of the first events was refused went without saying: the first one.
    expect(state.suspicion).toMatchObject({ refused: [{ code: 'MSS.1', offset: 0 }], tries: 1 });
  });

  it('is counted on by a reporter of an older version that runs beside, as during an update', async () => {
    const { target } = rig.keys.of(TARGET);
    const counted = async (): Promise<unknown> =>
      rig.redis.eval("return tostring(redis.call('HINCRBY', KEYS[1], 'drain', 1))", 1, target);
    // What versions between that one and this one wrote is replaced.
    for (const before of ['7', '1795255444829123']) {
      await rig.redis.hset(target, 'drain', before);
      const drain = await rig.drain();
      expect(await counted()).toBe(await rig.redis.hget(target, 'drain'));
      expect(await drain.note({ failures: 3 })).toBe(false);
    }
  });

  it('refuses the append of a collector that has lost its lease since', async () => {
    const late = await rig.append(comments(1), { bridge: 'main', epoch: 1, number: 5 });
    expect(late.kind).toBe('stale');
    expect(await rig.row('main')).toMatchObject({ received: 4, dropped: { stale_lease: 1 } });
  });
});
