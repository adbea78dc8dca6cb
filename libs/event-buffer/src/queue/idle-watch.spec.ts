import { IdleWatch } from './idle-watch.js';

const STUCK_MS = 6000;

/** Two queues and their consumers. */
function rigOf(...waiting: (() => Promise<number>)[]) {
  const restarted: number[] = [];
  let told = 0;
  const workers = waiting.map((_, i) => ({
    idleMs: 0,
    takes: true,
    restart(): boolean {
      restarted.push(i);
      return this.takes;
    },
  }));
  const watch = new IdleWatch({
    workers,
    waiting: async (i) => waiting[i]!(),
    stuckMs: STUCK_MS,
    driver: { restarted: () => void told++ },
  });
  return { workers, restarted, watch, told: () => told };
}

describe('the watch over consumers that idle', () => {
  it('restarts a consumer found idle beside jobs twice, and leaves the others alone', async () => {
    const rig = rigOf(
      async () => 4,
      async () => 0,
      async () => 4,
    );
    rig.workers[0]!.idleMs = rig.workers[1]!.idleMs = STUCK_MS;
    await rig.watch.look();
    expect(rig.restarted).toEqual([]);
    await rig.watch.look();
    expect(rig.restarted).toEqual([0]);
    expect(rig.told()).toBe(1);
    // It has the same time again before it counts as stuck.
    await rig.watch.look();
    expect(rig.restarted).toEqual([0]);
  });

  it('forgets a suspicion once the consumer takes a job, or its queue is empty', async () => {
    let waiting = 4;
    const rig = rigOf(async () => waiting);
    const [worker] = rig.workers;
    worker!.idleMs = STUCK_MS;
    await rig.watch.look();
    worker!.idleMs = 0;
    await rig.watch.look();
    worker!.idleMs = STUCK_MS;
    await rig.watch.look();
    waiting = 0;
    await rig.watch.look();
    waiting = 4;
    await rig.watch.look();
    expect(rig.restarted).toEqual([]);
  });

  it('does nothing where Redis does not say whether jobs wait', async () => {
    const rig = rigOf(async () => {
      throw new Error('away');
    });
    rig.workers[0]!.idleMs = STUCK_MS;
    for (let i = 0; i < 3; i++) await rig.watch.look();
    expect(rig.restarted).toEqual([]);
  });

  it('does not count a paused consumer, since it is not stuck', async () => {
    const rig = rigOf(async () => 4);
    rig.workers[0]!.idleMs = STUCK_MS;
    rig.workers[0]!.takes = false;
    for (let i = 0; i < 2; i++) await rig.watch.look();
    expect(rig.restarted).toEqual([0]);
    expect(rig.told()).toBe(0);
  });
});
