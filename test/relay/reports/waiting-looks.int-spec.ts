import { Drain, ReportRate } from '#event-buffer';
import { NextBatch, type NextBatchParts } from '../../../apps/relay/src/reporter/run/next-batch.js';
import { beginOf } from '../../../apps/relay/src/reporter/decide/run-state.js';
import { keptStateOf } from '../../../apps/relay/src/reporter/decide/kept-state.js';
import { Places } from '../../../apps/relay/src/reporter/run/places.js';
import {
  RunEffects,
  type RunEffectsParts,
} from '../../../apps/relay/src/reporter/run/run-effects.js';
import { ReportTurns } from '../../../apps/relay/src/reporter/turns/report-turns.js';
import { reportLimitsOf } from '../../../apps/relay/src/reporter/report-limits.js';
import { eventually } from '../../support/eventually.js';
import { BufferRig, comments, event, TARGET } from '../../event-buffer/support/buffer-rig.js';

const LIMITS = reportLimitsOf({
  maxBytes: 500_000,
  minIntervalMs: 100,
  maxAgeSeconds: { paid: Infinity, chat: 300, ambient: 60 },
} as unknown as Parameters<typeof reportLimitsOf>[0]);

function fail(error: Error): void {
  throw error;
}

describe('a look at what a target holds that waits for its turn', () => {
  let rig: BufferRig;
  beforeEach(async () => {
    rig = await BufferRig.open();
  });
  afterEach(() => rig.close());

  /** A target that waits, with a sketch of what it holds. */
  async function waiting(limits = LIMITS) {
    await rig.append(comments(3));
    const drain = await Drain.begin(rig.redis, rig.keys, TARGET, 'job-1');
    const state = keptStateOf(drain.record, drain.now());
    const next = new NextBatch({
      drain,
      limits,
      terms: { learn: async () => Promise.resolve(false), atMostOnce: new Map() },
      route: { next: () => ({ kind: 'request' }) },
    } as unknown as NextBatchParts);
    await next.cut(state);
    next.sketch();
    return { next, state };
  }

  it('reads nothing, unless something came that matters more', async () => {
    const { next, state } = await waiting();
    await rig.append(comments(2));
    expect((await next.look(state)).batch?.events).toBe(3);
    expect(next.importance(state).rank).toBe(1);
    await rig.append([event('gift', 'rose')]);
    next.hasNews();
    expect((await next.look(state)).batch?.events).toBe(6);
    expect(next.importance(state).rank).toBe(2);
    await rig.append(comments(1));
    expect((await next.look(state)).batch?.events).toBe(6);
  });

  it('reads on where all of a class has expired as far as it knows, though another class has not', async () => {
    const maxAgeMs = { paid: Infinity, chat: Infinity, ambient: Infinity };
    await rig.append([event('like')]);
    const { next, state } = await waiting({ ...LIMITS, maxAgeMs });
    await rig.append(comments(2));
    expect((await next.look(state)).batch?.events).toBe(4);
    maxAgeMs.chat = -60_000;
    expect((await next.look(state)).batch?.events).toBe(6);
  });

  it('reads on after a quarter of the shortest age, without any news', async () => {
    const maxAgeMs = { paid: Infinity, chat: Infinity, ambient: 40 };
    const { next, state } = await waiting({ ...LIMITS, maxAgeMs });
    await rig.append(comments(2));
    await eventually(
      async () => (await next.look(state)).batch?.events === 5,
      'what came behind the sketch is read',
    );
  });

  it('misses no turn that comes while it looks', async () => {
    await rig.append(comments(3));
    const drain = await Drain.begin(rig.redis, rig.keys, TARGET, 'job-1');
    const rate = new ReportRate(rig.redis, rig.keys, 'default', 0.5);
    expect(await rate.spend()).toBe(0);
    const places = new Places({ working: 1, parked: 1 });
    await places.take('default');
    const effects = new RunEffects({
      drain,
      places,
      limits: LIMITS,
      terms: { learn: async () => Promise.resolve(false), atMostOnce: new Map() },
      route: { next: () => ({ kind: 'request' }), locate: async () => Promise.resolve(false) },
      listener: { rateLimited: () => {} },
      ownAppends: { watch: () => () => {} },
      project: {
        turns: new ReportTurns({ rate, failed: fail }),
        client: { ready: async () => Promise.resolve() },
      },
    } as unknown as RunEffectsParts);
    const state = beginOf(keptStateOf(drain.record, drain.now()), drain.now());
    const run = async (effect: Parameters<RunEffects['run']>[0]) =>
      effects.run(effect, state, state);
    await run({ kind: 'cut' });
    const waits = run({ kind: 'await-turn', fields: {} });
    await eventually(async () => {
      places.wake(TARGET);
      return Promise.race([waits, Promise.resolve(false as const)]);
    }, 'it is woken to look what came');
    await run({ kind: 'look' });
    await eventually(() => effects.hasTurn, 'its turn comes', 20_000);
    expect(await run({ kind: 'await-turn', fields: {} })).toEqual({ kind: 'step-over' });
    effects.over();
  });
});
