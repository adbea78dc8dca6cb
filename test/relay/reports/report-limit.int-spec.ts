import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { BUILD_MS_MAX, ensureBuilt } from '../../support/built-relay.js';
import { eventually } from '../../support/eventually.js';
import { Installation } from '../support/installation.js';

beforeAll(ensureBuilt, BUILD_MS_MAX);

const LIMIT = 10;
const SMALL_ROOMS = 20;
/** What the machine may hold up at the start and the end, and the first second's own tokens. */
const STALLS_S = 3;
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

describe('the limit on reports', () => {
  it('holds over two processes, and a room that never falls silent starves none', async () => {
    await Installation.with(
      {
        simulator: { rooms: 1 + SMALL_ROOMS, chatRate: 5 },
        metastudio: { reportsPerSecond: LIMIT, timeoutMs: 100_000 },
      },
      async (installation) => {
        const { simulator } = installation;
        const watched = watchReports(simulator.port);
        try {
          await Promise.all([installation.start('reporter'), installation.start('reporter')]);
          await installation.start('collector');
          await eventually(() => installation.rooms.length === 1 + SMALL_ROOMS, 'all are heard');
          installation.rate(1000, 'room-0');
          // Twice round: a hot room that could push in front would leave somebody out.
          await installation.allGoOn(installation.accepted, 45_000);
          const { times } = watched;
          await installation.allGoOn(installation.accepted, 45_000);
          const spanMs = times.at(-1)! - times[0]!;
          // Over the whole time: a stall of this process makes reports arrive in a bunch. That no
          // second has more is shown by Redis's clock, in event-buffer/report-rate.
          expect(times.length).toBeLessThanOrEqual((spanMs / 1000 + STALLS_S) * LIMIT);
          // The limit is used, not only kept.
          expect(times.length).toBeGreaterThan((spanMs / 1000) * LIMIT * 0.7);
          const { duplicates, outOfOrder } = simulator.state().accepted;
          expect(outOfOrder).toBe(0);
          // A reporter that gets nothing of the processor for seconds loses its lock, and says so.
          const told = duplicates === 0 ? 0 : await installation.perhapsTwice();
          expect(duplicates).toBeLessThanOrEqual(told);
        } finally {
          watched.stop();
        }
      },
    );
  }, 180_000);
});
