import { Simulator } from '../../apps/simulator/src/index.js';
import { answered } from '../support/answered.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';
import { bridgeTo, projectOf, startRoomRelay, type RoomRelay } from './support/room-relay.js';

const ROOM = 'room-1';

type SimulatorOptions = ConstructorParameters<typeof Simulator>[0];

async function simulate(stage: Stage, options: SimulatorOptions): Promise<Simulator> {
  return stage.opens(await new Simulator({ chatRate: 60, keep: 'all', ...options }).start());
}

async function relayOf(stage: Stage, file: object): Promise<RoomRelay> {
  return stage.opens(await startRoomRelay(await RedisServer.shared(), file));
}

/** Ends the chat, and waits until nothing waits; then everything has been accounted for. */
async function settled(simulator: Simulator, { relay }: RoomRelay): Promise<number> {
  simulator.steerChat('generic', 'rate', { perSecond: 0 });
  return eventually(async () => {
    const rows = await answered(async () => {
      const targets = await relay.ledger.targets();
      return Promise.all(targets.map(async (target) => relay.ledger.rowsOf(target)));
    });
    const all = rows.flat();
    const sum = (of: (row: (typeof all)[number]) => number): number =>
      all.reduce((total, row) => total + of(row), 0);
    if (sum(({ waiting }) => waiting) > 0) return false;
    expect(sum(({ unaccounted }) => unaccounted)).toBe(0);
    const reasons = new Set(all.flatMap(({ dropped }) => Object.keys(dropped)));
    // A viewer count that waits is replaced by the next.
    expect([...reasons].filter((reason) => reason !== 'superseded')).toEqual([]);
    const reported = sum(({ reported: count }) => count);
    expect(simulator.state().accepted.events).toBe(reported);
    return reported;
  }, 'the buffers are empty');
}

/** What the target of the room waits for. */
async function delayOf({ relay: { ledger } }: RoomRelay): Promise<string | undefined> {
  const { fields } = await answered(async () => ledger.table.read(`default/${ROOM}`));
  return fields['delay'];
}

async function waitingIn({ relay: { ledger } }: RoomRelay): Promise<number> {
  return answered(async () => ledger.table.waiting(`default/${ROOM}`));
}

describe('a target that follows its room', () => {
  it.concurrent(
    'goes on with the new run, three times under load, once each and in order',
    Stage.of(async (stage) => {
      const simulator = await simulate(stage, {
        rooms: [{ roomId: ROOM, jobId: 'run-0' }],
      });
      const relay = await relayOf(stage, {
        metastudio: projectOf(simulator),
        bridges: [bridgeTo(simulator, 'a', { roomId: ROOM })],
      });
      const eventsOf = (jobId: string): number =>
        simulator.state().jobs.find((job) => job.jobId === jobId)?.events ?? 0;
      let runs = ['run-0'];
      for (let run = 1; run <= 3; run++) {
        await eventually(() => eventsOf(runs.at(-1)!) > 50, 'the run gets events');
        simulator.stopRoom(ROOM);
        await eventually(async () => {
          return (await delayOf(relay)) === 'no-job';
        }, 'the target waits for a job');
        const waited = await eventually(async () => {
          const depth = await waitingIn(relay);
          return depth > 50 && depth;
        }, 'events wait');
        const jobId = simulator.startRoom(ROOM);
        runs = [...runs, jobId];
        await eventually(() => eventsOf(jobId) >= waited, 'the new run gets what waited');
      }
      await settled(simulator, relay);
      expect(simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
      expect(simulator.state().inFlightPerJobMax).toBe(1);
      expect(simulator.state().jobs.map(({ jobId }) => jobId)).toEqual(runs);
      // Each end of a run is told, and each beginning of the next.
      const ends = relay.logged('live_job_changed').filter(({ jobId }) => jobId === undefined);
      expect([ends.length, relay.logged('live_job_found').length]).toEqual([3, 3]);
    }),
  );

  it.concurrent(
    'waits while no job runs, and goes on as soon as there is one',
    Stage.of(async (stage) => {
      const simulator = await simulate(stage, {
        rooms: [{ roomId: ROOM, jobId: null }],
        chatEventsMax: 60,
      });
      const relay = await relayOf(stage, {
        metastudio: projectOf(simulator),
        bridges: [bridgeTo(simulator, 'a', { roomId: ROOM, jobId: 'auto' })],
      });
      await eventually(async () => {
        return (await delayOf(relay)) === 'no-job' && (await waitingIn(relay)) >= 40;
      }, 'everything waits');
      expect(simulator.state().answeredByStatus).toEqual({ 200: expect.any(Number) });
      simulator.startRoom(ROOM);
      // The delay itself is fifteen seconds: the new job ends it.
      await eventually(() => simulator.state().accepted.events >= 40, 'it goes on');
      await settled(simulator, relay);
    }),
  );

  it.concurrent(
    'fails no more once its job can be looked up, though there is none',
    Stage.of(async (stage) => {
      const rooms = [{ roomId: ROOM, jobId: null }];
      const simulator = await simulate(stage, { rooms, chatEventsMax: 60 });
      simulator.fault({ on: 'manage', status: 500 });
      const { relay } = await relayOf(stage, {
        metastudio: projectOf(simulator),
        bridges: [bridgeTo(simulator, 'a', { roomId: ROOM })],
      });
      const kept = async () =>
        answered(async () => (await relay.ledger.table.read(`default/${ROOM}`)).fields);
      await eventually(async () => (await kept())['failing'] === 'job-lookup', 'that fails');
      simulator.clearFaults();
      await eventually(async () => (await kept())['delay'] === 'no-job', 'it waits for a job');
      const { failing, failures } = await kept();
      expect([failing, failures]).toEqual([undefined, undefined]);
    }),
  );

  it.concurrent(
    'asks for all rooms at once, and takes each to its own job',
    Stage.of(async (stage) => {
      const rooms = Array.from({ length: 130 }, (_, i) => ({ roomId: `r${i}`, jobId: `j${i}` }));
      const simulator = await simulate(stage, { rooms, chatEventsMax: 50 });
      const relay = await relayOf(stage, {
        metastudio: projectOf(simulator),
        bridges: [
          bridgeTo(simulator, 'a', { roomId: 'r0' }),
          bridgeTo(simulator, 'b', { roomId: 'r129' }),
        ],
      });
      await eventually(() => simulator.state().accepted.events >= 80, 'both rooms get theirs');
      await settled(simulator, relay);
      const byJob = simulator.state().jobs.map(({ jobId }) => jobId);
      expect(new Set(byJob)).toEqual(new Set(['j0', 'j129']));
    }),
  );

  it.concurrent(
    'takes the newest of several running jobs',
    Stage.of(async (stage) => {
      const simulator = await simulate(stage, { rooms: [{ roomId: ROOM, jobId: 'old' }] });
      const newer = simulator.startRoom(ROOM);
      const relay = await relayOf(stage, {
        metastudio: projectOf(simulator),
        bridges: [bridgeTo(simulator, 'a', { roomId: ROOM })],
      });
      await eventually(() => simulator.state().accepted.events > 50, 'events arrive');
      const newest = simulator.startRoom(ROOM);
      await eventually(() => {
        return simulator.state().jobs.some(({ jobId, events }) => jobId === newest && events > 50);
      }, 'the newest run takes over');
      await settled(simulator, relay);
      expect(simulator.state().jobs.map(({ jobId }) => jobId)).toEqual([newer, newest]);
      expect(simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
    }),
  );

  it.concurrent(
    'stays with a pinned job while another runs',
    Stage.of(async (stage) => {
      const simulator = await simulate(stage, {
        rooms: [{ roomId: ROOM, jobId: 'pinned' }],
        chatEventsMax: 50,
      });
      simulator.startRoom(ROOM);
      const relay = await relayOf(stage, {
        metastudio: projectOf(simulator),
        bridges: [bridgeTo(simulator, 'a', { roomId: ROOM, jobId: 'pinned' })],
      });
      await eventually(() => simulator.state().accepted.events >= 40, 'events arrive');
      await settled(simulator, relay);
      expect(simulator.state().jobs.map(({ jobId }) => jobId)).toEqual(['pinned']);
    }),
  );

  it.concurrent(
    'looks the URL of a job up where reports have no other authority',
    Stage.of(async (stage) => {
      const rooms = [
        { roomId: 'auto', jobId: 'j1' },
        { roomId: 'named', jobId: 'j2' },
      ];
      const simulator = await simulate(stage, { rooms });
      const relay = await relayOf(stage, {
        metastudio: { ...projectOf(simulator), reportAuth: 'url' },
        bridges: [
          bridgeTo(simulator, 'a', { roomId: 'auto' }),
          bridgeTo(simulator, 'b', { roomId: 'named', jobId: 'j2' }),
        ],
      });
      const eventsOf = (jobId: string): number =>
        simulator.state().jobs.find((job) => job.jobId === jobId)?.events ?? 0;
      await eventually(() => eventsOf('j1') > 20 && eventsOf('j2') > 20, 'events arrive');
      simulator.revokeUrls();
      const [one, two] = [eventsOf('j1'), eventsOf('j2')];
      await eventually(() => eventsOf('j1') > one + 20 && eventsOf('j2') > two + 20, 'it goes on');
      await settled(simulator, relay);
      expect(simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
      expect(relay.logged('target_paused')).toEqual([]);
    }),
  );

  it.concurrent.each([['auto'], ['j1']])(
    'starts from the URL of the file (jobId: %s), and looks it up once it is refused, for good',
    async (jobId) =>
      Stage.of(async (stage) => {
        const simulator = await simulate(stage, { rooms: [{ roomId: ROOM, jobId: 'j1' }] });
        const reportUrl = simulator.reportUrl(ROOM, 'j1');
        const target = { roomId: ROOM, jobId, reportUrl };
        const file = {
          metastudio: { ...projectOf(simulator), reportAuth: 'url' },
          bridges: [bridgeTo(simulator, 'a', target)],
          redis: { prefix: `start-${jobId}` },
        };
        const first = await relayOf(stage, file);
        await eventually(() => simulator.state().accepted.events > 20, 'events arrive');
        simulator.revokeUrls();
        const refused = simulator.state().accepted.events;
        await eventually(() => simulator.state().accepted.events > refused + 20, 'it goes on');
        await stage.stop(first);
        const stopped = simulator.state().accepted.events;
        const { answeredByStatus } = simulator.state();
        expect(answeredByStatus['401']).toBeGreaterThan(0);
        const second = await relayOf(stage, file);
        await eventually(
          () => simulator.state().accepted.events > stopped + 20,
          'it goes on again',
        );
        // Another process does not try what was refused.
        expect(simulator.state().answeredByStatus['401']).toBe(answeredByStatus['401']);
        expect(second.logged('target_paused')).toEqual([]);
        await settled(simulator, second);
        expect(simulator.state().accepted).toMatchObject({ duplicates: 0, outOfOrder: 0 });
      })(),
  );

  it.concurrent(
    'goes on with the last answer while MetaStudio gives none',
    Stage.of(async (stage) => {
      const simulator = await simulate(stage, { rooms: [{ roomId: ROOM, jobId: 'j1' }] });
      const relay = await relayOf(stage, {
        metastudio: projectOf(simulator),
        bridges: [bridgeTo(simulator, 'a', { roomId: ROOM })],
      });
      await eventually(() => simulator.state().accepted.events > 20, 'events arrive');
      simulator.fault({ on: 'manage', status: 503 });
      await eventually(() => relay.logged('job_lookup_failed').length > 0, 'the look-up fails');
      const before = simulator.state().accepted.events;
      await eventually(
        () => simulator.state().accepted.events > before + 100,
        'events still arrive',
      );
      simulator.clearFaults();
      await eventually(() => relay.logged('job_lookup_recovered').length > 0, 'it recovers');
      expect(relay.logged('job_lookup_failed')).toHaveLength(1);
      await settled(simulator, relay);
    }),
  );

  it.concurrent(
    'serves several tenants, each with its own credentials and rooms',
    Stage.of(async (stage) => {
      const one = await simulate(stage, {
        rooms: [{ roomId: ROOM, jobId: 'j1' }],
        chatEventsMax: 50,
      });
      const two = await simulate(stage, {
        rooms: [{ roomId: ROOM, jobId: 'j2' }],
        projectId: 'f'.repeat(32),
        accessKey: 'ANOTHERKEY',
        secretKey: 'another-secret',
      });
      await relayOf(stage, {
        projects: { shop: projectOf(one), stage: projectOf(two) },
        bridges: [
          bridgeTo(one, 'a', { project: 'shop', roomId: ROOM }),
          bridgeTo(one, 'b', { project: 'stage', roomId: ROOM, appUserId: 'anchor-2' }),
        ],
      });
      await eventually(() => one.state().accepted.events >= 40, 'the first gets its events');
      await eventually(() => two.state().accepted.events >= 40, 'the second gets its events');
      expect(one.state().jobs.map(({ jobId }) => jobId)).toEqual(['j1']);
      expect(two.state().jobs.map(({ jobId }) => jobId)).toEqual(['j2']);
    }),
  );
});
