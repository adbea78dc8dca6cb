import { TargetTable, type ControlState } from '#event-buffer';
import { bufferMetrics } from '../../../apps/relay/src/telemetry/buffer-metrics.collector.js';
import { eventually } from '../../support/eventually.js';
import { expectOnceAndInOrder, RelayRig } from '../support/relay-rig.js';

async function control(rig: RelayRig, state: ControlState): Promise<void> {
  const { redis, keys } = rig.relay.relay;
  const change = { state, revision: '*', by: 'test' };
  await new TargetTable(redis, keys).control(await rig.target(), change);
}

async function waitsAndIsNotOverdue(rig: RelayRig): Promise<void> {
  const { relay, metrics } = rig.relay;
  const isNotOverdue = async (): Promise<void> => {
    await bufferMetrics(relay.ledger, relay.queue, metrics, relay.catalogue).collect();
    const { body } = await metrics.text();
    const of = (gauge: string) =>
      Number(
        new RegExp(`^relay_buffer_${gauge}_seconds\\{.*\\} (.*)$`, 'm').exec(String(body))?.[1],
      );
    expect(of('oldest_age')).toBeGreaterThan(0);
    expect(of('overdue')).toBe(0);
  };
  await isNotOverdue();
  // As by a reporter of an earlier version.
  await relay.redis.hdel(relay.keys.of(await rig.target()).target, 'keptBackUntil');
  await isNotOverdue();
}

describe("an operator's control of a target", () => {
  it('paused: no event is reported, all wait, and go on in order', async () => {
    // So slow that much is left to say, however late this test looks.
    const options = { simulator: { chatRate: 20, chatEventsMax: 400 } };
    await RelayRig.with({ ...options, times: { reporter: { pauseMs: 200 } } }, async (rig) => {
      await eventually(() => rig.accepted.length > 0, 'something is reported');
      await control(rig, 'paused');
      await eventually(async () => (await rig.fields())['delay'] === 'pause', 'it is paused');
      const before = rig.accepted.length;
      await eventually(async () => (await rig.ledger()).waiting > 0, 'events wait');
      await rig.quiet();
      const { reported, waiting, unaccounted } = await rig.ledger();
      expect(rig.accepted.length).toBe(before);
      expect(waiting).toBeGreaterThan(0);
      expect([reported + waiting + unaccounted > 0, unaccounted]).toEqual([true, 0]);
      await control(rig, 'running');
      rig.simulator.steerChat('generic', 'rate', { perSecond: 5000 });
      await rig.settled();
      await expectOnceAndInOrder(rig);
    });
  });

  it.each([
    ['its pace', { buffer: { minIntervalMs: 60_000 } }],
    ['its turn', { metastudio: { reportsPerSecond: 0.02 } }],
  ])('paused while it waits for %s: what waits is not reported', async (_, more) => {
    const simulator = { chatRate: 50, chatEventsMax: 1e6 };
    await RelayRig.with({ ...more, simulator }, async (rig) => {
      await eventually(() => rig.accepted.length > 0, 'something is reported');
      await eventually(async () => (await rig.fields())['held'] !== undefined, 'it waits');
      await control(rig, 'paused');
      const before = rig.accepted.length;
      await eventually(async () => (await rig.fields())['delay'] === 'pause', 'it is paused');
      await eventually(async () => (await rig.ledger()).waiting > 0, 'events wait');
      expect(rig.accepted.length).toBe(before);
      await waitsAndIsNotOverdue(rig);
    });
  });

  it('held while it waits for its turn: what waits is dropped now, not once it is resumed', async () => {
    const simulator = { chatRate: 50, chatEventsMax: 1e6 };
    const metastudio = { reportsPerSecond: 0.002 };
    const bridges = { chat: { filter: { types: ['comment'] } } };
    await RelayRig.with({ metastudio, simulator, bridges }, async (rig) => {
      await eventually(() => rig.accepted.length > 0, 'something is reported');
      await eventually(async () => (await rig.fields())['held'] === '2', 'it waits');
      rig.simulator.steerChat('generic', 'rate', { perSecond: 0 });
      await control(rig, 'held');
      const dropped = async () => (await rig.ledger()).dropped['held'] ?? 0;
      await eventually(async () => (await dropped()) > 0, 'what waited is dropped');
    });
  });

  it('held: paid events go on, and all others are dropped and counted', async () => {
    const options = { simulator: { chatRate: 20, chatEventsMax: 800 } };
    await RelayRig.with(options, async (rig) => {
      await eventually(() => rig.accepted.length > 0, 'something is reported');
      await control(rig, 'held');
      rig.simulator.steerChat('generic', 'rate', { perSecond: 400 });
      await eventually(async () => ((await rig.ledger()).dropped['held'] ?? 0) > 0, 'it is held');
      const before = rig.simulator.events().length;
      await rig.settled();
      const after = rig.simulator.events().slice(before);
      expect(new Set(after.map(({ type }) => type))).toEqual(new Set([4]));
      const { received, reported, dropped, unaccounted } = await rig.ledger();
      const all = Object.values(dropped).reduce((sum, count) => sum + count, 0);
      expect([reported + all, unaccounted]).toEqual([received, 0]);
    });
  });
});
