import { LaneKeeper } from '#event-buffer';
import { eventually } from '../../support/eventually.js';
import { BufferRig, comments } from '../support/buffer-rig.js';

/** A process that takes pushes, as far as its lane goes. */
class Pusher {
  readonly keeper: LaneKeeper;
  readonly log: string[] = [];
  lane: string | undefined;
  epoch = 0;

  constructor(rig: BufferRig, name: string) {
    const listener = {
      held: (lane: string, epoch: number) => {
        this.log.push(`held ${lane}`);
        [this.lane, this.epoch] = [lane, epoch];
      },
      lost: () => {
        this.log.push('lost');
        this.lane = undefined;
      },
      renewalFailed: () => undefined,
    };
    const times = { livesMs: 60_000, renewEveryMs: 20 };
    this.keeper = new LaneKeeper(rig.redis, rig.keys, name, listener, times);
  }
}

describe('lanes', () => {
  let rig: BufferRig;
  const pushers: Pusher[] = [];

  function pusher(name: string): Pusher {
    const made = new Pusher(rig, name);
    pushers.push(made);
    return made;
  }

  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(async () => {
    await Promise.all(pushers.splice(0).map(async ({ keeper }) => keeper.stop()));
    rig.close();
  });

  it('are the lowest free ones, one for each process, and reused', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => pusher(name));
    await Promise.all([a!.keeper.start(), b!.keeper.start()]);
    expect(new Set([a!.lane, b!.lane])).toEqual(new Set(['~0', '~1']));
    const [lane, epoch] = [a!.lane, a!.epoch];
    await a!.keeper.stop();
    await c!.keeper.start();
    expect(c!.lane).toBe(lane);
    expect(c!.epoch).toBeGreaterThan(epoch);
  });

  it('are held anew under a newer epoch where their process asks for one', async () => {
    const a = pusher('a');
    await a.keeper.start();
    const { lane, epoch } = a;
    a.keeper.renew();
    await eventually(() => a.epoch > epoch, 'a newer epoch');
    expect(a.lane).toBe(lane);
    expect(a.log).toEqual([`held ${lane}`, `held ${lane}`]);
  });

  it('let several processes append to one bridge, each counting by itself', async () => {
    const [a, b] = [pusher('a'), pusher('b')];
    await a.keeper.start();
    await b.keeper.start();
    for (let number = 1; number <= 3; number++) {
      for (const { lane, epoch } of [a, b]) {
        await rig.append(comments(1, `${lane}-${number}-`), { lane, epoch, number });
        // An answer that was lost: asked again, it changes nothing.
        await rig.append(comments(1, `${lane}-${number}-`), { lane, epoch, number });
      }
    }
    const [one, two] = [a.lane!, b.lane!];
    expect(await rig.reportAll()).toEqual(
      [1, 2, 3].flatMap((number) => [`${one}-${number}-0`, `${two}-${number}-0`]),
    );
    expect(await rig.row()).toMatchObject({ received: 6, reported: 6 });
  });

  it('refuse appends of their earlier holder', async () => {
    const a = pusher('a');
    await a.keeper.start();
    const { lane, epoch } = a;
    await a.keeper.stop();
    const b = pusher('b');
    await b.keeper.start();
    await rig.append(comments(1), { lane: b.lane, epoch: b.epoch, number: 1 });
    expect(await rig.append(comments(1), { lane, epoch, number: 2 })).toEqual({ kind: 'stale' });
  });

  it('are claimed under a larger epoch after an append was refused', async () => {
    const a = pusher('a');
    await a.keeper.start();
    const { epoch } = a;
    a.keeper.refused(epoch - 1);
    expect(a.log).toEqual(['held ~0']);
    a.keeper.refused(epoch);
    expect(a.log).toEqual(['held ~0', 'lost']);
    await eventually(() => a.epoch > epoch, 'the lane is held again');
    expect(a.lane).toBe('~0');
  });

  it('are exchanged where another process took one meanwhile', async () => {
    const a = pusher('a');
    await a.keeper.start();
    await rig.redis.hset(rig.keys.leases, '~0', `${a.epoch + 1}:9999999999999:somebody`);
    await eventually(() => a.lane === '~1', 'it has another lane');
    expect(a.log).toEqual(['held ~0', 'lost', 'held ~1']);
  });
});
