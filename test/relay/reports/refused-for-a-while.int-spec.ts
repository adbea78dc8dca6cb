import { REPORTER_TIMES } from '../../../apps/relay/src/reporter/reporter-times.js';
import type { FaultSetup } from '../../../apps/simulator/src/index.js';
import { expectOnceAndInOrder, RelayRig } from '../support/relay-rig.js';

const EVENTS = 20_000;
/** However long a busy machine takes. */
const NOTHING_EXPIRES = { maxAgeSeconds: { chat: 'never', ambient: 'never' } };
const INVALID = { error_code: 'MSS.00000003', error_msg: 'Invalid parameter' };

const REFUSALS: readonly (readonly [number, FaultSetup])[] = [
  [429, { throttle: {}, seconds: 3 }],
  [503, { status: 503, seconds: 3 }],
  [400, { status: 400, body: INVALID, seconds: 3 }],
];

describe('a MetaStudio that refuses for three seconds, and then accepts', () => {
  it.concurrent.each(REFUSALS)(
    'with %d: 20 000 of 20 000 events arrive, once and in order',
    async (_, fault) => {
      await RelayRig.with(
        {
          simulator: { chatRate: 'max', chatEventsMax: EVENTS },
          buffer: NOTHING_EXPIRES,
          // As in earnest: with short ones three seconds are a long time.
          times: { reporter: REPORTER_TIMES },
          before: (simulator) => simulator.fault(fault),
        },
        async (rig) => {
          await rig.settled();
          expect(rig.sent.total).toBe(EVENTS);
          await expectOnceAndInOrder(rig);
          // Full reports, but for the viewer counts that later ones of the same report replace.
          expect(rig.simulator.state().accepted.eventsPerReportMax).toBeGreaterThan(500);
        },
      );
    },
  );

  it.concurrent(
    'with 400 under a tight limit on reports, where the search takes as long as the refusals',
    async () => {
      await RelayRig.with(
        {
          metastudio: { reportsPerSecond: 10 },
          simulator: { chatRate: 'max', chatEventsMax: 2000 },
          buffer: NOTHING_EXPIRES,
          times: { reporter: REPORTER_TIMES },
          before: (simulator) => simulator.fault({ status: 400, body: INVALID, seconds: 3 }),
        },
        async (rig) => {
          await rig.settled();
          expect((await rig.ledger()).deadLettered).toBe(0);
          await expectOnceAndInOrder(rig);
        },
      );
    },
  );

  it.concurrent(
    'with 503, and with twenty events refused for good: these are dead letters, all others arrive',
    async () => {
      const poisoned = Array.from({ length: 20 }, (_, i) => `1-${i * 997 + 1}`);
      await RelayRig.with(
        {
          simulator: { chatRate: 'max', chatEventsMax: EVENTS },
          buffer: NOTHING_EXPIRES,
          before: (simulator) => {
            simulator.fault({ status: 503, seconds: 3 });
            for (const mark of poisoned) simulator.fault({ poison: `#${mark}"` });
          },
        },
        async (rig) => {
          await rig.settled();
          const { accepted } = rig.simulator.state();
          const { deadLettered, dropped, unaccounted, waiting } = await rig.ledger();
          expect({ unaccounted, waiting }).toEqual({ unaccounted: 0, waiting: 0 });
          expect(dropped).toEqual(
            dropped['superseded'] === undefined ? {} : { superseded: expect.any(Number) as number },
          );
          // A viewer count carries no mark, so what should be poison may be one.
          expect(deadLettered).toBe(rig.sent.marked - accepted.distinct);
          expect(deadLettered).toBeGreaterThan(10);
          expect(rig.accepted.filter((mark) => poisoned.includes(mark))).toEqual([]);
          expect(accepted).toMatchObject({ duplicates: 0, outOfOrder: 0, untracked: 0 });
        },
      );
    },
  );
});
