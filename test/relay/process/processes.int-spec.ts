import { ensureBuilt } from '../../support/built-relay.js';
import { ConnectProxy } from '../../support/connect-proxy.js';
import { eventually } from '../../support/eventually.js';
import { Installation } from '../support/installation.js';

// Before all else: tests that run side by side do not wait for hooks.
ensureBuilt();

const PATIENCE_MS = 180_000;
const STALE_REPORTS = 'relay_reports_total{outcome="stale"}';

/** Nothing is missing that was appended, nothing is out of turn, and the ledger balances. */
async function expectNothingLost(installation: Installation): Promise<void> {
  const { accepted, inFlightPerJobMax } = installation.simulator.state();
  const { received, reported, superseded, staleLease, duplicate, ...rest } =
    await installation.total();
  expect(rest).toEqual({ otherDrops: {}, deadLettered: 0, waiting: 0, unaccounted: 0 });
  expect(reported).toBe(received - superseded - staleLease - duplicate);
  // Only where two processes heard a room at once, one told what the other had told.
  const heardByTwo = installation.rooms.some(({ connectionsMax }) => connectionsMax > 1);
  if (!heardByTwo) expect(duplicate).toBe(0);
  expect(accepted.distinct + accepted.unmarked).toBeGreaterThanOrEqual(
    reported - accepted.duplicates,
  );
  expect(accepted.outOfOrder).toBe(0);
  expect(inFlightPerJobMax).toBe(1);
}

/**
 * Nothing came twice but what reporters tell: one that gets nothing of the processor until its lock has ended, while a
 * report of it is under way, learns only then that another has the target.
 */
async function expectTwiceOnlyAsTold(installation: Installation): Promise<void> {
  const { duplicates } = installation.simulator.state().accepted;
  expect(duplicates).toBeLessThanOrEqual(duplicates === 0 ? 0 : await installation.perhapsTwice());
}

// Those that mostly wait, for leases and locks to end, run side by side.
describe('processes', () => {
  it(
    'share the targets: one report in flight for each, several side by side',
    async () => {
      await Installation.with(
        { simulator: { rooms: 6, chatRate: 200, latencyMs: 150 } },
        async (installation) => {
          const { simulator } = installation;
          const reporters = await Promise.all([
            installation.start('reporter'),
            installation.start('reporter'),
          ]);
          await installation.start('collector');
          await eventually(() => simulator.state().inFlight >= 3, 'reports side by side');
          await installation.allGoOn(new Map(), 45_000);
          await eventually(() => simulator.state().accepted.events > 2000, 'some time passes');
          await installation.drained();
          await expectNothingLost(installation);
          expect(simulator.state().accepted.distinct).toBe(installation.marked);
          await expectTwiceOnlyAsTold(installation);
          expect((await installation.total()).received).toBe(
            installation.rooms.reduce((sum, { sent }) => sum + sent.total, 0),
          );
          for (const one of reporters) {
            one.signal('SIGTERM');
            expect(await one.exited).toEqual({ code: 0, signal: null });
          }
        },
      );
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'end on SIGTERM while Redis does not answer',
    async () => {
      await Installation.with({ simulator: { rooms: 2, chatRate: 100 } }, async (installation) => {
        const served = await installation.start();
        installation.redis.suspend();
        served.signal('SIGTERM');
        expect(await served.exited).toEqual({ code: 0, signal: null });
      });
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'killed: others continue its targets and bridges within seconds, and no appended event is lost',
    async () => {
      await Installation.with(
        { simulator: { rooms: 4, chatRate: 300, latencyMs: 50 } },
        async (installation) => {
          const { simulator } = installation;
          const first = await installation.start();
          await installation.start();
          await installation.allGoOn(new Map(), 45_000);
          await eventually(() => simulator.state().inFlight > 0, 'a report is under way');
          first.signal('SIGKILL');
          await first.exited;
          const inFlight = installation.lastReports;
          await installation.allGoOn(installation.accepted, 45_000);
          const connected = () => installation.rooms.every(({ connections }) => connections === 1);
          await eventually(connected, 'every room is heard again', 120_000);
          await installation.drained();
          await expectNothingLost(installation);
          // Only what was in flight when it was killed may have come twice.
          expect(simulator.state().accepted.duplicates).toBeLessThanOrEqual(inFlight);
          // No room was ever heard by two, but where it was handed over.
          for (const { connectionsMax } of installation.rooms) {
            expect(connectionsMax).toBeLessThanOrEqual(2);
          }
        },
      );
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'suspended: a process that lost its leases and locks sends and appends nothing when it wakes',
    async () => {
      await Installation.with(
        { simulator: { rooms: 2, chatRate: 100, latencyMs: 400 } },
        async (installation) => {
          const { simulator } = installation;
          const stale = await installation.start();
          await installation.allGoOn(new Map(), 45_000);
          await eventually(() => simulator.state().inFlight === 2, 'reports are under way');
          stale.signal('SIGSTOP');
          const inFlight = installation.lastReports;
          const other = await installation.start();
          await eventually(
            () => other.log.filter((line) => line['event'] === 'source_connected').length === 2,
            'the other has the bridges',
          );
          await installation.allGoOn(installation.accepted, 45_000);
          stale.signal('SIGCONT');
          const heldByOne = () => installation.rooms.every(({ connections }) => connections === 1);
          await eventually(heldByOne, 'its sockets are closed', 30_000);
          // Whether it read anything before it noticed depends on where it was stopped.
          const lost = () => stale.log.filter((line) => line['event'] === 'lease_lost').length;
          await eventually(() => lost() === 2, 'it knows that another has its bridges');
          await installation.allGoOn(installation.accepted, 45_000);
          await installation.drained();
          await expectNothingLost(installation);
          const { accepted } = simulator.state();
          // The reports that it had sent before may be sent again by the other; no more than those.
          expect(accepted.duplicates).toBeLessThanOrEqual(inFlight);
        },
      );
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'suspended between reading and sending: a process sends nothing when it wakes',
    async () => {
      // A report that was read, built and signed waits here for its connection.
      const proxy = await ConnectProxy.start();
      proxy.answer = 'later';
      const options = {
        simulator: { rooms: 1, chatRate: 100 },
        metastudio: { timeoutMs: 100_000 },
      };
      try {
        await Installation.with(options, async (installation) => {
          const stale = await installation.start('reporter', { HTTP_PROXY: proxy.url() });
          await installation.start('collector');
          await eventually(() => proxy.asked.length > 0, 'a report waits');
          stale.signal('SIGSTOP');
          await installation.start('reporter');
          await installation.allGoOn(new Map(), 45_000);
          proxy.letThrough();
          stale.signal('SIGCONT');
          const notSent = async () => stale.metric(STALE_REPORTS);
          await eventually(async () => (await notSent()) > 0, 'it looks at its lock');
          expect(await notSent()).toBe(1);
          expect(proxy.carriedBytes).toBe(0);
          await installation.allGoOn(installation.accepted, 45_000);
          await installation.drained();
          await expectNothingLost(installation);
          await expectTwiceOnlyAsTold(installation);
        });
      } finally {
        await proxy.stop();
      }
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'Redis killed: no appended event is lost',
    async () => {
      await Installation.with({ simulator: { rooms: 2, chatRate: 300 } }, async (installation) => {
        const { redis, simulator } = installation;
        await installation.start();
        await installation.allGoOn(new Map(), 45_000);
        await redis.kill();
        const inFlight = installation.lastReports;
        const sent = installation.marked;
        await eventually(() => installation.marked > sent + 300, 'the chat goes on');
        await installation.restartRedis();
        installation.rate(0);
        await eventually(
          () => simulator.state().accepted.distinct === installation.marked,
          'everything arrives',
        );
        await installation.drained();
        await expectNothingLost(installation);
        const { accepted } = simulator.state();
        // What could not be settled any more may be reported again.
        expect(accepted.duplicates).toBeLessThanOrEqual(inFlight);
      });
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'end on SIGTERM while Redis is not there',
    async () => {
      await Installation.with({ simulator: { rooms: 2, chatRate: 100 } }, async (installation) => {
        await installation.redis.kill();
        const waiting = await installation.spawn();
        await waiting.logged('redis_failed');
        waiting.signal('SIGTERM');
        expect(await waiting.exited).toEqual({ code: 0, signal: null });
      });
    },
    PATIENCE_MS,
  );

  it(
    'end on SIGTERM under load: received events are appended, reports in flight are settled',
    async () => {
      await Installation.with(
        { simulator: { rooms: 2, chatRate: 1000, latencyMs: 300 } },
        async (installation) => {
          const { simulator } = installation;
          const first = await installation.start();
          await installation.allGoOn(new Map(), 45_000);
          await eventually(() => simulator.state().inFlight > 0, 'a report is under way');
          first.signal('SIGTERM');
          expect(await first.exited).toEqual({ code: 0, signal: null });
          const { accepted } = simulator.state();
          const { reported, received, superseded, waiting, unaccounted } =
            await installation.total();
          expect(reported).toBe(accepted.events);
          expect(received).toBe(reported + superseded + waiting);
          expect(unaccounted).toBe(0);
          await installation.start();
          await installation.drained();
          await expectNothingLost(installation);
          expect(simulator.state().accepted.duplicates).toBe(0);
        },
      );
    },
    PATIENCE_MS,
  );
});
