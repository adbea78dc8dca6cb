import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { BUILD_MS_MAX, ensureBuilt } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { Installation } from './support/installation.js';

beforeAll(ensureBuilt, BUILD_MS_MAX);

const LIMIT = 10;
const SMALL_ROOMS = 20;
const STARTED = 'http.server.request.start';

/** When each report arrived at the stand-in, in ms, by its target. */
function watchReports(port: number) {
  const times: number[] = [];
  const heard = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    if (request.socket.localPort !== port) return;
    if (request.url?.includes('/live-event-report') === true) times.push(performance.now());
  };
  subscribe(STARTED, heard);
  return { times, stop: () => unsubscribe(STARTED, heard) };
}

/** A report on a busy machine takes a little to arrive, one more than another. */
const ARRIVAL_SLACK_MS = 100;

/** The most that arrived within any second, or a little less. */
function busiestSecond(times: readonly number[]): number {
  let [most, from] = [0, 0];
  times.forEach((time, i) => {
    while (times[from]! <= time - 1000 + ARRIVAL_SLACK_MS) from++;
    most = Math.max(most, i - from + 1);
  });
  return most;
}

describe('the limit on reports', () => {
  it('holds over two processes, and a room that never falls silent starves none', async () => {
    await Installation.with(
      {
        simulator: { rooms: 1 + SMALL_ROOMS, chatRate: 5 },
        metastudio: { reportsPerSecond: LIMIT },
      },
      async (installation) => {
        const { simulator } = installation;
        const watched = watchReports(simulator.port);
        try {
          await Promise.all([installation.start('reporter'), installation.start('reporter')]);
          await installation.start('collector');
          await eventually(() => installation.rooms.length === 1 + SMALL_ROOMS, 'all are heard');
          installation.rate(2000, 'room-0');
          // Twice round: a hot room that could push in front would leave somebody out.
          await installation.allGoOn(installation.accepted, 15_000);
          const { times } = watched;
          await installation.allGoOn(installation.accepted, 10_000);
          const spanMs = times.at(-1)! - times[0]!;
          expect(busiestSecond(times)).toBeLessThanOrEqual(LIMIT);
          // The limit is used, not only kept.
          expect(times.length).toBeGreaterThan((spanMs / 1000) * LIMIT * 0.7);
          expect(simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
        } finally {
          watched.stop();
        }
      },
    );
  }, 60_000);
});
