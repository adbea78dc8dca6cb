import { BUILD_MS_MAX, ensureBuilt } from '../../support/built-relay.js';
import { eventually } from '../../support/eventually.js';
import { Installation } from '../support/installation.js';
import { watchReports } from '../support/watch-reports.js';

beforeAll(ensureBuilt, BUILD_MS_MAX);

const LIMIT = 10;
const SMALL_ROOMS = 20;
/** What the machine may hold up at the start and the end, and the first second's own tokens. */
const STALLS_S = 3;
/** So many reports in a row show whether the limit is used. */
const ROW = 3 * LIMIT;

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
          // The limit is used, not only kept: wherever the machine holds nothing up for so long.
          const rowMs = ((ROW / LIMIT) * 1000) / 0.7;
          const isUsed = (): boolean => times.some((at, i) => times[i + ROW]! - at < rowMs);
          await eventually(isUsed, 'the limit is used');
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
