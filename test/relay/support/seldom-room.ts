import { BufferKeys, PARKED } from '#event-buffer';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { BufferRig } from '../../event-buffer/support/buffer-rig.js';
import { eventually } from '../../support/eventually.js';
import { uniquePrefix, type RedisServer } from '../../support/redis-server.js';
import { RelayProcess } from '../../support/relay-process.js';
import { TalkingRoom } from './talking-room.js';

/** A room of which a test says when somebody speaks in it, and the processes that carry that. */
export class SeldomRoom {
  readonly relays: RelayProcess[] = [];

  private constructor(
    readonly room: TalkingRoom,
    readonly simulator: Simulator,
    readonly rig: BufferRig,
    /** The key of its target's hash. */
    readonly target: string,
  ) {}

  /** @param processes the roles of each. */
  static async with(
    server: RedisServer,
    processes: readonly string[],
    use: (seldom: SeldomRoom) => Promise<void>,
  ): Promise<void> {
    const room = await TalkingRoom.listen();
    const simulator = await new Simulator({ validate: 'full', keep: 'all' }).start();
    const rig = await BufferRig.open(server);
    const { roomId, jobId } = simulator.rooms[0]!;
    const prefix = uniquePrefix().replace(':', '-');
    const bridges = [{ name: 'room', source: room.source, target: { roomId, jobId } }];
    const { target } = new BufferKeys(prefix).of(`default/${roomId}/${jobId}`);
    const seldom = new SeldomRoom(room, simulator, rig, target);
    try {
      for (const roles of processes) {
        const setup = { redisUrl: server.url, simulator, prefix, bridges, roles };
        seldom.relays.push(await RelayProcess.start(setup));
      }
      await eventually(() => room.isHeard, 'the source is connected');
      await use(seldom);
    } finally {
      await Promise.all(seldom.relays.map(async (relay) => relay.end()));
      await simulator.stop();
      rig.close();
      room.close();
    }
  }

  async field(name: string): Promise<string | null> {
    return this.rig.redis.hget(this.target, name);
  }

  /** Resolves once its target is parked for its next events. */
  async parked(withinMs?: number): Promise<void> {
    const isParked = async () => (await this.field('held')) === PARKED.forEvents;
    await eventually(isParked, 'the target is parked for its next events', withinMs);
  }
}
