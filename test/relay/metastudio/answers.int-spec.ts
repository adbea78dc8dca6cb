import type { FaultSetup, Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { expectOnceAndInOrder, RelayRig } from '../support/relay-rig.js';
import { watchReports } from '../support/watch-reports.js';

/** Events whose fate is not known are sent again: only those come twice. */
const AMBIGUOUS: readonly (readonly [string, FaultSetup])[] = [
  ['an answer that never comes', { hang: 'after', requests: 1 }],
  ['a reset after the events were taken', { reset: 'after-accept', requests: 1 }],
];

const PASSING: readonly (readonly [string, FaultSetup])[] = [
  ['500', { status: 500, requests: 2 }],
  ['502 with a page of HTML', { status: 502, body: '<html>Bad Gateway</html>', requests: 2 }],
  ['504', { status: 504, body: { error_code: 'APIGW.0201' }, requests: 2 }],
  ['a request that is never read', { hang: 'before', requests: 1 }],
  ['a reset before the request', { reset: 'before', requests: 2 }],
  ['a reset in the middle of the request', { reset: 'mid-request', requests: 2 }],
];

const TAKEN: readonly (readonly [string, FaultSetup])[] = [
  ['a reset in the middle of the answer', { reset: 'mid-response', requests: 2 }],
  ['an answer of nonsense', { nonsense: true, requests: 2 }],
  ['an answer of eight megabytes', { hugeBodyBytes: 8 * 1024 * 1024, requests: 2 }],
];

/** Longer than an answer takes on a busy machine to a relay that shares this process with others. */
const TIMEOUT = { timeoutMs: 10_000 };

describe('an answer of MetaStudio', () => {
  it.concurrent('429: obeys Retry-After', async () => {
    let watched: ReturnType<typeof watchReports> | undefined;
    const before = (simulator: Simulator): void => {
      watched = watchReports(simulator.port);
      simulator.fault({ throttle: { retryAfterSeconds: 1 }, requests: 1 });
    };
    await RelayRig.with({ before }, async (rig) => {
      await rig.settled();
      await expectOnceAndInOrder(rig);
      expect(rig.simulator.state().refusedByCode).toEqual({ 'APIGW.0308': 1 });
      expect(await rig.relay.metric('relay_reports_total{outcome="retry"}')).toBe(1);
      const [refused, next] = watched!.times;
      // Timers may be a little early.
      expect(next! - refused!).toBeGreaterThan(990);
    }).finally(() => watched?.stop());
  });

  it.concurrent.each(PASSING)('%s: every event arrives, once and in order', async (_, fault) => {
    await RelayRig.with(
      { metastudio: TIMEOUT, before: (simulator) => simulator.fault(fault) },
      async (rig) => {
        await rig.settled();
        await expectOnceAndInOrder(rig);
      },
    );
  });

  it.concurrent.each(TAKEN)(
    '%s: counts as delivered, and no event is sent again',
    async (_, fault) => {
      await RelayRig.with({ before: (simulator) => simulator.fault(fault) }, async (rig) => {
        await rig.settled();
        await expectOnceAndInOrder(rig);
      });
    },
  );

  it.concurrent.each(AMBIGUOUS)('%s: only its events are sent again', async (_, fault) => {
    await RelayRig.with(
      { metastudio: TIMEOUT, before: (simulator) => simulator.fault(fault) },
      async (rig) => {
        await rig.settled();
        const { accepted, inFlightPerJobMax } = rig.simulator.state();
        const [first] = rig.simulator.events();
        const lost = rig.simulator.events().filter(({ report }) => report === first!.report);
        const doubled = lost.filter(({ stream }) => (stream ?? 0) > 0).length;
        expect(accepted).toMatchObject({ distinct: rig.sent.marked, duplicates: doubled });
        expect(doubled).toBeGreaterThan(0);
        expect(accepted.outOfOrder).toBe(0);
        expect(inFlightPerJobMax).toBe(1);
        expect(await rig.ledger()).toMatchObject({ waiting: 0, deadLettered: 0, unaccounted: 0 });
      },
    );
  });

  it.concurrent('a pause, a failure and its count outlive a restart', async () => {
    await RelayRig.with(
      { before: (simulator) => simulator.fault({ status: 500, seconds: 60 }) },
      async (rig) => {
        await eventually(async () => Number((await rig.fields())['failures']) >= 2, 'it fails');
        expect(await rig.fields()).toMatchObject({ failing: 'server-error' });
        await eventually(() => rig.sent.total >= 1000, 'the chat is over');
        await rig.quiet();
        await rig.restart();
        await eventually(async () => Number((await rig.fields())['failures']) >= 4, 'it goes on');
        rig.simulator.clearFaults();
        await rig.settled();
        await expectOnceAndInOrder(rig);
        expect(await rig.fields()).not.toHaveProperty('failing');
        expect(await rig.fields()).not.toHaveProperty('failures');
      },
    );
  });
});
