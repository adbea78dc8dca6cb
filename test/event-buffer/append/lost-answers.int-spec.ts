import { once } from 'node:events';
import {
  APPEND_LIMITS_DEFAULT,
  Appender,
  type AppendOutcome,
  type BufferRedis,
  connectBufferRedis,
} from '#event-buffer';
import { Outbox } from '../../../apps/relay/src/collector/outbox/outbox.js';
import { Receipt } from '../../../apps/relay/src/collector/intake/receipt.js';
import { SpillBudget } from '../../../apps/relay/src/buffer/spill-budget.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { BufferRig, comments, entriesOf, TARGET } from '../support/buffer-rig.js';
import { RedisLink } from '../support/redis-link.js';

/** A collector's outbox, whose connection to Redis ends where the test wants it. */
class CutOffOutbox {
  readonly outcomes: AppendOutcome[] = [];
  readonly refused: number[] = [];
  failures = 0;
  readonly outbox: Outbox;

  constructor(
    rig: BufferRig,
    readonly link: RedisLink,
    readonly redis: BufferRedis,
  ) {
    const appender = new Appender(redis, rig.keys, APPEND_LIMITS_DEFAULT);
    const owner = {
      appended: (outcome: AppendOutcome) => void this.outcomes.push(outcome),
      refused: (epoch: number) => void this.refused.push(epoch),
      gaveUp: () => undefined,
      failed: () => void this.failures++,
    };
    const bridge = { name: 'main', target: TARGET };
    this.outbox = new Outbox(appender, bridge, owner, new SpillBudget(1e6));
  }

  static async open(rig: BufferRig): Promise<CutOffOutbox> {
    const link = await RedisLink.open(await RedisServer.shared());
    const redis = connectBufferRedis(link.address, () => undefined);
    await once(redis, 'ready');
    return new CutOffOutbox(rig, link, redis);
  }

  /** Gives it so many comments to append; the receipt tells what whoever pushed them is told. */
  add(name: string, count: number): Receipt {
    const receipt = new Receipt();
    for (const entry of entriesOf('main', comments(count, name))) {
      this.outbox.add(entry, Date.now(), receipt);
    }
    receipt.close();
    this.outbox.flush();
    return receipt;
  }

  /** The connection ends after Redis did what is asked next; `then` runs before it is repeated. */
  async loseAnswer(then: () => Promise<void> | void): Promise<void> {
    const before = this.failures;
    this.link.loseNextAnswer();
    await eventually(() => this.failures > before, 'the answer is lost');
    await then();
    this.link.mend();
  }

  async empty(): Promise<void> {
    await eventually(() => this.outbox.isEmpty, 'all is appended or refused');
  }

  async close(): Promise<void> {
    await this.outbox.drained(AbortSignal.abort());
    this.redis.disconnect();
    await this.link.cut();
  }
}

describe('an append whose answer is lost', () => {
  let rig: BufferRig;
  let cutOff: CutOffOutbox;

  beforeEach(async () => {
    rig = await BufferRig.open();
    cutOff = await CutOffOutbox.open(rig);
    await rig.appender().register({ target: TARGET, bridge: 'main' });
    cutOff.outbox.held(5);
    await cutOff.add('first', 1).settled;
  });
  afterEach(async () => {
    await cutOff.close();
    rig.close();
  });

  it.each([
    ['is given a newer epoch', () => cutOff.outbox.held(6)],
    [
      'loses its lease and takes it again',
      () => {
        cutOff.outbox.lost();
        cutOff.outbox.held(6);
      },
    ],
  ])('is in the buffer once where the process %s before it asks again', async (_, change) => {
    const receipt = cutOff.add('lost', 3);
    await cutOff.loseAnswer(change);
    cutOff.add('next', 1);
    await cutOff.empty();
    expect(await receipt.settled).toEqual({ kind: 'appended', shed: 0 });
    expect(await rig.reportAll()).toEqual(['first0', 'lost0', 'lost1', 'lost2', 'next0']);
    expect(await rig.row()).toMatchObject({ received: 5, reported: 5, dropped: {} });
  });

  it('counts once, as appended, where another process took the bridge before it asks again', async () => {
    const receipt = cutOff.add('lost', 3);
    await cutOff.loseAnswer(async () => {
      await rig.append(comments(1, 'other'), { epoch: 6 });
    });
    await cutOff.empty();
    // Whoever pushed them must not be told to push them again.
    expect(await receipt.settled).toEqual({ kind: 'appended', shed: 0 });
    expect(await rig.row()).toEqual({
      received: 5,
      reported: 0,
      deadLettered: 0,
      waiting: 5,
      dropped: {},
    });
    // What it has not appended yet is refused still.
    expect(await cutOff.add('late', 2).settled).toEqual({ kind: 'lost' });
    expect(cutOff.refused).toEqual([5]);
    expect(await rig.row()).toMatchObject({ received: 7, dropped: { stale_lease: 2 } });
    expect(await rig.reportAll()).toEqual(['first0', 'lost0', 'lost1', 'lost2', 'other0']);
  });

  it('is counted stale_lease once where it was refused', async () => {
    await rig.append(comments(1, 'other'), { epoch: 6 });
    const receipt = cutOff.add('late', 2);
    await cutOff.loseAnswer(() => undefined);
    expect(await receipt.settled).toEqual({ kind: 'lost' });
    expect(await rig.row()).toMatchObject({ received: 4, dropped: { stale_lease: 2 } });
    await cutOff.add('later', 1).settled;
    expect(await rig.row()).toMatchObject({ received: 5, dropped: { stale_lease: 3 } });
  });

  it('is counted once where it was refused under an epoch that never appended', async () => {
    await rig.append(comments(1, 'other'), { epoch: 8 });
    cutOff.outbox.held(7);
    const receipt = cutOff.add('late', 2);
    await cutOff.loseAnswer(() => undefined);
    expect(await receipt.settled).toEqual({ kind: 'lost' });
    expect(await rig.row()).toMatchObject({ received: 4, dropped: { stale_lease: 2 } });
  });
});
