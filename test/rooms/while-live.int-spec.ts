import { Simulator } from '../../apps/simulator/src/index.js';
import { leasesOf, sourcesOf } from '../support/bridge-notes.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';
import { FarEnd } from '../notices/support/far-end.js';
import { bridgeTo, projectOf, startRoomRelay, type RoomRelay } from './support/room-relay.js';

const ROOM = 'room-1';

describe('connect: while-live', () => {
  let redis: RedisServer;
  let simulator: Simulator;
  let relay: RoomRelay | undefined;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  beforeEach(async () => {
    simulator = await new Simulator({ rooms: [{ roomId: ROOM, jobId: null }] }).start();
  });
  afterEach(async () => {
    await relay?.stop();
    relay = undefined;
    await simulator.stop();
  });
  afterAll(async () => redis.stop());

  async function start(target: object): Promise<RoomRelay> {
    relay = await startRoomRelay(redis, {
      metastudio: projectOf(simulator),
      bridges: [bridgeTo(simulator, 'a', target, { connect: 'while-live' })],
    });
    return relay;
  }

  function stateOf(): string | undefined {
    return relay?.relay.collector?.connectionOf('a')?.state;
  }

  it('connects the source with the live job and disconnects it with its end', async () => {
    const running = await start({ roomId: ROOM });
    await eventually(
      () => running.logged('room_not_live').length === 1,
      'it is known that nothing runs',
    );
    expect(stateOf()).toBe('idle');
    expect([...(await leasesOf(running.relay.ledger)).keys()]).toEqual(['a']);
    for (let run = 1; run <= 2; run++) {
      simulator.startRoom(ROOM);
      await eventually(() => stateOf() === 'ready', 'the source is connected');
      await eventually(() => simulator.state().accepted.events > run * 5, 'events arrive');
      simulator.stopRoom(ROOM);
      await eventually(() => stateOf() === 'idle', 'the source is disconnected');
    }
  }, 180_000);

  it('connects the source of a pinned job while that job runs', async () => {
    const other = simulator.startRoom(ROOM);
    await start({ roomId: ROOM, jobId: 'no-such-job' });
    await eventually(() => relay!.logged('room_not_live').length === 1, 'another job runs');
    expect(stateOf()).toBe('idle');
    await relay!.stop();
    await start({ roomId: ROOM, jobId: other });
    await eventually(() => stateOf() === 'ready', 'the source is connected');
  }, 180_000);

  it('tells why the source is not connected where MetaStudio cannot be asked, until it can', async () => {
    simulator.fault({ on: 'manage', status: 500 });
    const running = await start({ roomId: ROOM });
    const refused = async () => (await sourcesOf(running.relay.ledger)).get('a')?.refused;
    await eventually(async () => (await refused())?.includes('doctor'), 'it is told');
    simulator.clearFaults();
    await eventually(async () => (await refused()) === undefined, 'it is known that nothing runs');
    expect(stateOf()).toBe('idle');
    simulator.fault({ on: 'manage', status: 500 });
    await eventually(async () => (await refused())?.includes('doctor'), 'it is told again');
    simulator.clearFaults();
    await eventually(async () => (await refused()) === undefined, 'it is known again');
    simulator.startRoom(ROOM);
    await eventually(() => stateOf() === 'ready', 'the source is connected');
  }, 180_000);

  it(
    'has people told of a source that is not connected since MetaStudio cannot be asked',
    Stage.of(async (stage) => {
      const hook = await FarEnd.start(stage);
      simulator.fault({ on: 'manage', status: 500 });
      const channels = [{ type: 'webhook', url: hook.url }];
      relay = await startRoomRelay(redis, {
        metastudio: projectOf(simulator),
        notices: { channels, language: 'en', afterSeconds: 1 },
        bridges: [bridgeTo(simulator, 'a', { roomId: ROOM }, { connect: 'while-live' })],
      });
      const lost = /The source of a is not connected\. .*MetaStudio cannot be asked/u;
      await eventually(() => lost.test(hook.text), 'it is told');
    }),
    180_000,
  );

  it('leaves the source as it is while MetaStudio cannot be asked', async () => {
    simulator.startRoom(ROOM);
    const running = await start({ roomId: ROOM });
    await eventually(() => stateOf() === 'ready', 'the source is connected');
    simulator.fault({ on: 'manage', status: 500 });
    simulator.stopRoom(ROOM);
    await eventually(() => running.logged('job_lookup_failed').length > 0, 'the look-up fails');
    expect(stateOf()).toBe('ready');
    simulator.clearFaults();
    await eventually(() => stateOf() === 'idle', 'the source is disconnected');
  }, 180_000);
});
