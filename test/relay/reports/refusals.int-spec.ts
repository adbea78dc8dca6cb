import type { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { expectOnceAndInOrder, RelayRig } from '../support/relay-rig.js';

const REFUSED = { status: 400, body: { error_code: 'MSS.00000003', error_msg: 'Invalid' } };

/** Marks that end with a quote in an event's content, so that 3 does not stand for 30 as well. */
const poisonOf = (mark: string): string => `#${mark}"`;

function poison(simulator: Simulator, marks: readonly string[]): void {
  for (const mark of marks) simulator.fault({ poison: poisonOf(mark) });
}

interface DeadLetter {
  readonly meta: Readonly<Record<string, unknown>>;
  readonly event: { readonly content: string };
}

async function deadLettersOf(rig: RelayRig): Promise<DeadLetter[]> {
  const { redis, keys } = rig.relay.relay;
  const rows = await redis.xrange(keys.of(await rig.target()).dead, '-', '+');
  return rows.map(([, fields]) => ({
    meta: JSON.parse(fields[fields.indexOf('m') + 1]!) as DeadLetter['meta'],
    event: JSON.parse(fields[fields.indexOf('d') + 1]!) as DeadLetter['event'],
  }));
}

describe('events that MetaStudio refuses', () => {
  it.concurrent.each([
    ['without a limit on reports', 0],
    ['with a limit, which lets go of the search at every step', 40],
  ])('become dead letters, and all their neighbours arrive: %s', async (_, reportsPerSecond) => {
    // The first of all, two neighbours, one in the middle, and one near the end.
    const marks = ['1-1', '1-300', '1-301', '1-700', '1-950'];
    await RelayRig.with(
      {
        metastudio: { reportsPerSecond },
        simulator: { chatRate: 'max' },
        before: (simulator) => poison(simulator, marks),
      },
      async (rig) => {
        await rig.settled();
        const { total } = rig.sent;
        const { dropped, ...ledger } = await rig.ledger();
        const superseded = dropped['superseded'] ?? 0;
        expect(ledger).toEqual({
          received: total,
          reported: total - superseded - marks.length,
          deadLettered: marks.length,
          waiting: 0,
          unaccounted: 0,
        });
        const { accepted, inFlightPerJobMax } = rig.simulator.state();
        expect(accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
        expect(accepted.distinct).toBe(rig.sent.marked - marks.length);
        expect(rig.accepted.filter((mark) => marks.includes(mark))).toEqual([]);
        expect(inFlightPerJobMax).toBe(1);

        const letters = await deadLettersOf(rig);
        expect(letters.map(({ event }) => marks.find((one) => holds(event, one)))).toEqual(marks);
        for (const { meta } of letters) {
          expect(meta).toMatchObject({
            bridge: 'chat',
            code: 'MSS.00000003',
            message: 'Invalid parameter: events',
            requestId: expect.stringMatching(/^\S+$/u) as string,
          });
        }
        const counted = 'relay_events_dead_lettered_total{bridge="chat",reason="refused"}';
        expect(await rig.relay.metric(counted)).toBe(marks.length);
      },
    );
  });

  it.concurrent(
    'are no dead letters as long as everything is refused: the target pauses, and all events arrive later',
    async () => {
      await RelayRig.with({ before: (simulator) => simulator.fault(REFUSED) }, async (rig) => {
        await eventually(
          async () => (await rig.fields())['pausedReason'] === 'refused-throughout',
          'the target is paused',
        );
        expect(await rig.ledger()).toMatchObject({ reported: 0, deadLettered: 0, dropped: {} });
        expect(rig.relay.logLines.some((line) => line.includes('"target_paused"'))).toBe(true);
        rig.simulator.clearFaults();
        await rig.settled();
        await expectOnceAndInOrder(rig);
        expect(await rig.fields()).not.toHaveProperty('pausedReason');
      });
    },
  );

  it.concurrent(
    'are judged alone where no other waits, after ten tries over the given time',
    async () => {
      await RelayRig.with(
        {
          simulator: { chatEventsMax: 1 },
          before: (simulator) => simulator.fault(REFUSED),
        },
        async (rig) => {
          await eventually(() => rig.sent.total > 0, 'the event is sent');
          await eventually(async () => (await rig.ledger()).deadLettered > 0, 'it is judged');
          const { received, deadLettered, waiting } = await rig.ledger();
          expect(deadLettered).toBe(received);
          expect(waiting).toBe(0);
          expect(rig.simulator.state().answeredByStatus).toEqual({ 400: 10 });
          const [letter] = await deadLettersOf(rig);
          expect(letter!.meta).toMatchObject({ code: 'MSS.00000003', message: 'Invalid' });
        },
      );
    },
  );

  it.concurrent(
    'expire like all others when they wait too long for a judgement',
    async () => {
      await RelayRig.with(
        {
          simulator: { chatEventsMax: 30 },
          buffer: { maxAgeSeconds: { paid: 1, chat: 1, ambient: 1 } },
          times: { reporter: { judgeMs: 9000, pauseMs: 300, retryFirstMs: 100 } },
          before: (simulator) => simulator.fault(REFUSED),
        },
        async (rig) => {
          await eventually(async () => (await rig.ledger()).received >= 30, 'all is received');
          await eventually(async () => (await rig.ledger()).waiting === 0, 'it expires', 120_000);
          const { received, dropped, deadLettered } = await rig.ledger();
          expect(dropped['expired']).toBe(received);
          expect(deadLettered).toBe(0);
        },
      );
    },
    180_000,
  );

  it.concurrent.each([
    ['without a limit on reports', 0],
    ['with a limit, which lets go after every report', 20],
  ])('413: are halved until the report fits: %s', async (_, reportsPerSecond) => {
    await RelayRig.with(
      {
        metastudio: { reportsPerSecond },
        simulator: { chatRate: 'max', bodyBytesMax: 40_000 },
      },
      async (rig) => {
        await rig.settled();
        await expectOnceAndInOrder(rig);
        // What was learnt is kept: not every report is tried in full again.
        const { answeredByStatus, accepted } = rig.simulator.state();
        expect(answeredByStatus['413']).toBeGreaterThan(0);
        expect(answeredByStatus['413']).toBeLessThanOrEqual(8);
        expect(accepted.reports).toBeGreaterThan(4);
      },
    );
  });
});

function holds({ content }: { readonly content: string }, mark: string): boolean {
  return content.includes(poisonOf(mark));
}
