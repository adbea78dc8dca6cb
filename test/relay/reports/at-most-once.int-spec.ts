import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { expectOnceAndInOrder, RelayRig, SHORT_TIMES } from '../support/relay-rig.js';
import { genericChat } from '../../support/generic-chat.js';

const OPTIONS = {
  bridges: { once: { delivery: 'at-most-once' } },
  // Longer than an answer takes on a busy machine to a relay that shares this process with others.
  metastudio: { timeoutMs: 10_000 },
} as const;
const TOO_LARGE = { status: 413, body: { error_code: 'APIGW.0201' }, requests: 2 };

const GIFT = 4;

/** The events that MetaStudio accepted a second time. */
function cameTwice(rig: Pick<RelayRig, 'simulator'>) {
  const seen = new Set<string>();
  return rig.simulator.events().filter(({ stream, number }) => {
    const key = `${stream}-${number}`;
    if ((stream ?? 0) === 0 || !seen.has(key)) return void seen.add(key);
    return true;
  });
}

function bridgeOf(simulator: Simulator, name: string, room: number, more: object = {}): object {
  const { roomId, jobId } = simulator.rooms[room]!;
  return {
    name,
    source: genericChat(simulator, name),
    target: { roomId, jobId },
    ...more,
  };
}

// Those first that wait longest: at most five run side by side.
describe('at most once', () => {
  it.concurrent(
    'is kept for the classes of the bridge that wants it, and other events are sent again',
    async () => {
      const delivery = { chat: 'at-most-once', ambient: 'at-most-once' };
      await RelayRig.with(
        {
          ...OPTIONS,
          bridges: { once: { delivery }, again: {} },
          // The first may hold one room's alone; each has what came meanwhile, too.
          before: (simulator) => simulator.fault({ hang: 'after', requests: 3 }),
        },
        async (rig) => {
          await rig.settled();
          const { accepted } = rig.simulator.state();
          expect(accepted.distinct).toBe(rig.sent.marked);
          expect(accepted.outOfOrder).toBe(0);
          const twice = cameTwice(rig);
          // The other bridge's whole share; of the first one's, gifts at most.
          const streams = new Set(twice.filter(({ type }) => type !== GIFT).map((e) => e.stream));
          expect(streams.size).toBe(1);
          const rows = await rig.relay.relay.ledger.rowsOf(await rig.target());
          const dropped = new Map(rows.map((row) => [row.bridge, row.dropped['ambiguous'] ?? 0]));
          expect(dropped.get('once')).toBeGreaterThan(0);
          expect(dropped.get('again')).toBe(0);
          expect((await rig.ledger()).unaccounted).toBe(0);
        },
      );
    },
  );

  it.concurrent('is kept by a reporter whose file does not have the bridge', async () => {
    const redis = await RedisServer.shared();
    const prefix = uniquePrefix().replace(':', '-');
    const simulator = await new Simulator({
      chatRate: 5000,
      chatEventsMax: 1000,
      rooms: 2,
    }).start();
    simulator.fault({ hang: 'after', requests: 3 });
    const relays: RelayInProcess[] = [];
    const start = async (roles: string, bridge: object): Promise<void> => {
      const environment = { RELAY_ROLES: roles };
      const times = { reporter: SHORT_TIMES };
      const { metastudio } = OPTIONS;
      const buffer = { minIntervalMs: 50 };
      const setup = { redis, simulator, prefix, metastudio, buffer, environment, times };
      relays.push(await startRelay({ ...setup, bridges: [bridge] }));
    };
    try {
      await start('collector', bridgeOf(simulator, 'once', 0, { delivery: 'at-most-once' }));
      await start('collector,reporter', bridgeOf(simulator, 'again', 1));
      const { ledger } = relays[0]!.relay;
      const rows = async () =>
        (await Promise.all((await ledger.targets()).map(async (one) => ledger.rowsOf(one)))).flat();
      const rooms = () => simulator.state().chat['generic'] ?? [];
      await eventually(async () => {
        const all = await rows();
        const arrived = rooms().map(({ room, sent }) => {
          return (all.find(({ bridge }) => bridge === room)?.received ?? 0) >= sent.total;
        });
        const isSilent = rooms().filter(({ sent }) => sent.total >= 1000).length === 2;
        return isSilent && all.every(({ waiting }) => waiting === 0) && arrived.every(Boolean);
      }, 'both are settled');
      const all = await rows();
      const ambiguous = (name: string): number =>
        all.find(({ bridge }) => bridge === name)?.dropped['ambiguous'] ?? 0;
      expect([ambiguous('once') > 0, ambiguous('again')]).toEqual([true, 0]);
      const twice = new Set(cameTwice({ simulator }).map(({ stream }) => stream));
      expect(twice.size).toBeLessThanOrEqual(1);
      expect(all.map(({ unaccounted }) => unaccounted)).toEqual([0, 0]);
    } finally {
      await Promise.all(relays.map(async (relay) => relay.stop()));
      await simulator.stop();
    }
  });

  it.concurrent.each([
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

  it.concurrent(
    'drops, counted, events in flight when a reporter was stopped before the answer, also in another reporter',
    async () => {
      await RelayRig.with(
        { ...OPTIONS, before: (simulator) => simulator.fault({ hang: 'after', requests: 1 }) },
        async (rig) => {
          await eventually(
            () => rig.simulator.state().accepted.events > 0,
            'a report is under way',
          );
          await eventually(async () => (await rig.fields())['inFlight'] !== undefined, 'the note');
          await rig.quiet();
          await rig.restart();
          rig.simulator.steerChat('generic', 'rate', { perSecond: 5000 });
          await rig.arrived();
          expect(rig.simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
          expect((await rig.ledger()).dropped['ambiguous']).toBeGreaterThan(0);
        },
      );
    },
  );

  it.concurrent('sends a report again that was certainly not accepted', async () => {
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
