import { PARKED, type Batch, type Drain } from '#event-buffer';
import {
  acceptedOf,
  AcceptedReports,
} from '../../../apps/relay/src/reporter/run/accepted-reports.js';
import {
  BufferRig,
  comments,
  limitsOf,
  TARGET,
  textsOf,
} from '../../event-buffer/support/buffer-rig.js';

/** The last reports of a target as one that was accepted is settled with. */
const OWN = '5,delivered,1,9,9;7,delivered,3,20,30';

/** Cuts the next report of a drain, at most this many events. */
async function cut(drain: Drain, events: number): Promise<Batch> {
  await drain.readAhead();
  return drain.window.cut(limitsOf(events));
}

describe('what MetaStudio accepted and Redis does not know of', () => {
  let rig: BufferRig;
  let accepted: AcceptedReports;

  beforeEach(async () => {
    rig = await BufferRig.open();
    accepted = new AcceptedReports();
    await rig.append(comments(5));
  });
  afterEach(() => rig.close());

  it('is settled by the next drain before that sends anything, once', async () => {
    const batch = await cut(await rig.drain(), 3);
    accepted.remember(TARGET, acceptedOf(batch, { reportedAt: 7, held: PARKED.forPace }, []));
    const drain = await rig.drain();
    expect(await accepted.recover(drain)).toBe('settled');
    expect(await rig.row()).toMatchObject({ reported: 3, waiting: 2 });
    const { target } = rig.keys.of(TARGET);
    // What held the target up as it was sent does not hold it up any more.
    expect(await rig.redis.hmget(target, 'reportedAt', 'held')).toEqual(['7', null]);
    expect(await accepted.recover(await rig.drain())).toBe('nothing');
    expect(await rig.reportAll()).toEqual(['3', '4']);
  });

  it('is not settled again where only the answer of Redis was lost', async () => {
    const drain = await rig.drain();
    const batch = await cut(drain, 3);
    accepted.remember(TARGET, acceptedOf(batch, { reports: OWN }, []));
    expect(await drain.settle(batch, true, { reports: OWN })).toBe(true);
    expect(await accepted.recover(await rig.drain())).toBe('was-settled');
    expect(accepted.targets).toEqual([]);
    expect(await rig.row()).toMatchObject({ reported: 3, waiting: 2 });
  });

  it('is told from a report that was sent twice, where another reporter has gone on since', async () => {
    const drain = await rig.drain();
    const batch = await cut(drain, 3);
    accepted.remember(TARGET, acceptedOf(batch, { reports: OWN }, []));
    expect(await drain.settle(batch, true, { reports: OWN })).toBe(true);
    const other = await rig.drain();
    const reports = `${OWN};6007,delivered,2,20,30`;
    expect(await other.settle(await cut(other, 2), true, { reports })).toBe(true);
    expect(await accepted.recover(await rig.drain())).toBe('was-settled');
    expect(accepted.targets).toEqual([]);
  });

  it('is kept where another drain begins before this one has looked, and settled by that', async () => {
    const batch = await cut(await rig.drain(), 3);
    accepted.remember(TARGET, acceptedOf(batch, {}, []));
    const [over, next] = [await rig.drain(), await rig.drain()];
    expect(await accepted.recover(over)).toBe('lost');
    expect(await accepted.recover(next)).toBe('settled');
    expect(await rig.row()).toMatchObject({ reported: 3, waiting: 2 });
  });

  it('is overtaken, and remembered until that is told, where another reporter has sent it again', async () => {
    const batch = await cut(await rig.drain(), 3);
    accepted.remember(TARGET, acceptedOf(batch, {}, []));
    await rig.reportAll();
    expect(await accepted.recover(await rig.drain())).toBe('overtaken');
    expect(accepted.targets).toEqual([TARGET]);
    expect(await rig.row()).toMatchObject({ reported: 5, waiting: 0 });
  });

  it('is overtaken where another reporter has sent the same events again, and no more', async () => {
    const batch = await cut(await rig.drain(), 5);
    accepted.remember(TARGET, acceptedOf(batch, { reports: OWN }, []));
    const other = await rig.drain();
    const reports = '5,delivered,1,9,9;6007,delivered,3,20,30';
    expect(await other.settle(await cut(other, 5), true, { reports })).toBe(true);
    expect(await accepted.recover(await rig.drain())).toBe('overtaken');
    expect(accepted.targets).toEqual([TARGET]);
    expect(await rig.row()).toMatchObject({ reported: 5, waiting: 0 });
  });

  it('is settled where Redis has lost the cursor, and kept the buffer', async () => {
    const first = await rig.drain();
    await first.settle(await cut(first, 3), true);
    // Another process than the one that settled before.
    const second = await cut(await rig.drain(), 1);
    accepted.remember(TARGET, acceptedOf(second, {}, []));
    await rig.redis.del(rig.keys.of(TARGET).target);
    expect(await accepted.recover(await rig.drain())).toBe('settled');
    expect(await rig.reportAll()).toEqual(['4']);
  });

  it('is not sent again where Redis has lost the cursor behind it', async () => {
    const drain = await rig.drain();
    const batch = await cut(drain, 3);
    accepted.remember(TARGET, acceptedOf(batch, {}, []));
    await drain.settle(batch, true);
    accepted.settled(TARGET, batch, true);
    await rig.redis.del(rig.keys.of(TARGET).target);
    const next = await rig.drain();
    expect(await accepted.recover(next)).toBe('nothing');
    expect(textsOf(await cut(next, 10))).toEqual(['3', '4']);
  });
});
