import { Simulator } from '../../apps/simulator/src/index.js';
import { leasesOf } from '../support/bridge-notes.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
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
