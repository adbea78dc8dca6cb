import { setImmediate } from 'node:timers/promises';
import type { CollectorListener } from '../../../apps/relay/src/collector/collector-listener.js';
import { Bridge } from '../../../apps/relay/src/collector/held/bridge.js';
import { SpillBudget } from '../../../apps/relay/src/buffer/spill-budget.js';
import type { Append } from '#event-buffer';
import { EVENT_TYPES } from '#live-event';
import { StreakCounter } from '#source';
import { BufferRig, TARGET } from '../../event-buffer/support/buffer-rig.js';
import { eventually } from '../../support/eventually.js';

const FILTER = {
  types: new Set(EVENT_TYPES),
  users: { allow: new Set<string>(), block: new Set<string>() },
  blockWords: { plain: [], patterns: [] },
  minLength: 0,
  maxLength: undefined,
  blockSymbolsOnly: false,
  repeatSeconds: 0,
};
const USER = { userId: 'x_1', name: 'One', level: 0, badge: '', badgeLevel: 0 };
const ROSE = { giftName: 'Rose', giftNum: 1, giftValue: 1, totalValue: 1 };
const GIFT = { type: 'gift', user: USER, gift: ROSE } as const;
const LISTENER = {
  received: () => {},
  dropped: () => {},
  appended: () => {},
  appendFailed: () => {},
  failed: () => {},
} satisfies Partial<CollectorListener> as unknown as CollectorListener;

/** A bridge as one process has it, flushed as soon as anything stirs. */
function processOf(rig: BufferRig) {
  const streaks = new StreakCounter();
  const terms = {
    name: 'main',
    target: TARGET,
    idScope: { name: 'x', isByType: false },
    filter: FILTER,
    maxTextLength: 500,
  };
  const budget = new SpillBudget(1e6);
  const appender = rig.appender();
  const append = appender.append.bind(appender);
  const asked: Append[] = [];
  appender.append = async (one) => {
    asked.push(one);
    return append(one);
  };
  const parts = { appender, budget, salt: 'salt', listener: LISTENER };
  const owner = {
    stirred: (stirred: Bridge) => queueMicrotask(() => stirred.flush()),
    grew: () => {},
    refused: () => {},
  };
  const bridge = new Bridge({ ...terms, streaks }, parts, owner);
  const gives = (count: number, ended = false): number => {
    const added = streaks.added('a', count, ended);
    if (added > 0) bridge.sink.event(GIFT, Date.now());
    return added;
  };
  return { bridge, streaks, gives, asked };
}

/** As {@link processOf}, with an append of a streak's first frame under way. */
async function appending(rig: BufferRig): Promise<ReturnType<typeof processOf>> {
  const made = processOf(rig);
  made.bridge.held(1);
  // It sends what there was before, which is nothing.
  await setImmediate();
  made.gives(5);
  made.bridge.flush();
  expect(made.asked).toHaveLength(1);
  return made;
}

describe('the streaks of a bridge', () => {
  let rig: BufferRig;
  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  const noted = async (): Promise<Readonly<Record<string, string>>> =>
    rig.appender().streaksOf(TARGET, 'main');

  it('that end while an append is under way are noted as over, without a later event', async () => {
    const { bridge, streaks, gives } = await appending(rig);
    gives(5, true);
    streaks.forget('a');
    bridge.flush();
    await eventually(async () => Object.keys(await noted()).length === 0, 'the streak is over');
    await bridge.drained(AbortSignal.timeout(60_000));
  });

  it('that end while an append is under way are noted as over, though the process stops', async () => {
    const { bridge, streaks } = await appending(rig);
    streaks.forget('a');
    await bridge.drained(AbortSignal.timeout(60_000));
    expect(await noted()).toEqual({});
  });

  it('are read from the buffer where another process held the bridge meanwhile', async () => {
    const [first, next] = [processOf(rig), processOf(rig)];
    first.bridge.held(1);
    first.gives(5);
    first.bridge.flush();
    await eventually(async () => 'a' in (await noted()), 'a streak is noted');
    first.bridge.lost();

    await next.bridge.recallStreaks(true);
    next.bridge.held(2);
    expect(next.gives(7, true)).toBe(2);
    next.streaks.forget('a');
    await next.bridge.drained(AbortSignal.timeout(60_000));

    await first.bridge.recallStreaks(true);
    first.bridge.held(3);
    expect(first.gives(1, true)).toBe(1);
    await first.bridge.drained(AbortSignal.timeout(60_000));
  });

  it('that are pushed in turns to two processes are counted once, with their ends', async () => {
    const both = [processOf(rig), processOf(rig)];
    both.forEach(({ bridge }, lane) => bridge.held(1, `~${lane}`));
    const frames = [0, 0, 1, 0, 0, 1, 1, 0].map((process, i) => [process, i + 1] as const);
    const turns = [...frames, [1, 8, true], [0, 8, true], [1, 1], [0, 2]] as const;
    let sum = 0;
    for (const [process, count, ended = false] of turns) {
      const { bridge, gives } = both[process]!;
      const leave = (await bridge.streakTurn.enter())!;
      sum += gives(count, ended);
      await bridge.settled(AbortSignal.timeout(60_000));
      leave();
    }
    expect(sum).toBe(8 + 2);
    expect(await noted()).toEqual({ a: expect.stringMatching(/^2@/) });
    for (const { bridge } of both) await bridge.drained(AbortSignal.timeout(60_000));
  });

  it.each([1, 2, 3, 4])(
    'that are pushed to two processes at once are counted once (%i)',
    async (seed) => {
      const both = [processOf(rig), processOf(rig)];
      both.forEach(({ bridge }, lane) => bridge.held(1, `~${lane}`));
      const random = randomOf(seed);
      // Three streaks with their ends, of which each count goes to either process, or to both.
      for (const last of [20, 12, 30]) {
        const counts = Array.from({ length: last }, (_, i) => i + 1);
        let sum = 0;
        while (counts.length > 0) {
          const burst = counts.splice(0, 1 + Math.floor(random() * 4));
          const pushed = burst.flatMap((count) => {
            const to = Math.floor(random() * 3);
            return (to === 2 ? [0, 1] : [to]).map(async (process) => {
              const { bridge, gives } = both[process]!;
              const leave = (await bridge.streakTurn.enter())!;
              sum += gives(count, count === last);
              await bridge.settled(AbortSignal.timeout(60_000));
              leave();
            });
          });
          await Promise.all(pushed);
        }
        expect(sum).toBe(last);
      }
      for (const { bridge } of both) await bridge.drained(AbortSignal.timeout(60_000));
    },
  );

  it('are bounded while no append takes them', async () => {
    const { bridge, streaks, asked } = processOf(rig);
    for (let i = 0; i < 50_000; i++) {
      streaks.added(`viewer ${i}`, 1, false);
      if (i % 1000 === 0) bridge.flush();
    }
    bridge.held(1);
    await bridge.drained(AbortSignal.timeout(60_000));
    const names = asked.flatMap((append) => append.streaks ?? []).length / 2;
    expect(names).toBeLessThanOrEqual(20_000);
    expect(Object.keys(await noted())).toHaveLength(10_000);
  });
});

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
