import { eventually } from '../support/eventually.js';
import { expectOnceAndInOrder, RelayRig } from './support/relay-rig.js';

const OPTIONS = {
  bridges: { once: { delivery: 'at-most-once' } },
  metastudio: { timeoutMs: 400 },
} as const;
const TOO_LARGE = { status: 413, body: { error_code: 'APIGW.0201' }, requests: 2 };

describe('at most once', () => {
  it.each([
    ['', []],
    [', also when the next attempt is answered 503', [{ status: 503, requests: 2 }]],
    [', also when the next report is halved', [TOO_LARGE]],
    [', also when the next attempt is reset', [{ reset: 'after-accept', requests: 1 }]],
  ] as const)('drops, counted, the events of a report whose fate is unknown%s', async (_, then) => {
    await RelayRig.with(
      {
        ...OPTIONS,
        before: (simulator) => {
          simulator.fault({ hang: 'after', requests: 1 });
          for (const fault of then) simulator.fault(fault);
        },
      },
      async (rig) => {
        await rig.settled();
        const { accepted } = rig.simulator.state();
        // The stand-in took what was dropped as ambiguous: nothing is missing, and nothing double.
        expect(accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
        expect(accepted.distinct).toBe(rig.sent.marked);
        const { received, reported, dropped, ...rest } = await rig.ledger();
        const { ambiguous = 0, superseded = 0 } = dropped;
        expect(ambiguous).toBeGreaterThan(0);
        expect(reported).toBe(received - ambiguous - superseded);
        expect(rest).toEqual({ deadLettered: 0, waiting: 0, unaccounted: 0 });
        const counted = 'relay_events_dropped_total{bridge="once",reason="ambiguous"}';
        expect(await rig.relay.metric(counted)).toBe(ambiguous);
      },
    );
  });

  it('drops what was under way when the reporter was stopped short, in another reporter too', async () => {
    await RelayRig.with(
      { ...OPTIONS, before: (simulator) => simulator.fault({ hang: 'after', requests: 1 }) },
      async (rig) => {
        await eventually(() => rig.simulator.state().accepted.events > 0, 'a report is under way');
        await eventually(async () => (await rig.fields())['inFlight'] !== undefined, 'the note');
        await rig.quiet();
        await rig.restart();
        rig.simulator.steerChat('generic', 'rate', { perSecond: 5000 });
        await rig.arrived();
        expect(rig.simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
        expect((await rig.ledger()).dropped['ambiguous']).toBeGreaterThan(0);
      },
    );
  });

  it('sends again what was certainly not taken', async () => {
    await RelayRig.with(
      {
        ...OPTIONS,
        before: (simulator) => {
          simulator.fault({ status: 503, requests: 3 });
          simulator.fault({ throttle: {}, requests: 1 });
        },
      },
      async (rig) => {
        await rig.settled();
        await expectOnceAndInOrder(rig);
        expect(await rig.fields()).not.toHaveProperty('inFlight');
      },
    );
  });
});
