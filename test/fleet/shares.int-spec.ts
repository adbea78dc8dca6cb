import { Simulator } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';
import { genericChat } from '../support/generic-chat.js';

const BRIDGES = 12;

/** Relays of one installation, in this process: as many as are wanted. */
class Fleet {
  readonly prefix = uniquePrefix().replace(':', '-');
  readonly relays: RelayInProcess[] = [];
  readonly #bridges: object[];

  constructor(
    readonly redis: RedisServer,
    readonly simulator: Simulator,
  ) {
    const { roomId, jobId } = simulator.rooms[0]!;
    this.#bridges = Array.from({ length: BRIDGES }, (_, i) => ({
      name: `bridge-${i}`,
      source: genericChat(simulator, `room-${i}`),
      target: { roomId, jobId },
    }));
  }

  static async with(use: (fleet: Fleet) => Promise<void>): Promise<void> {
    const redis = await RedisServer.shared();
    const simulator = await new Simulator({ validate: 'full', chatRate: 20 }).start();
    const fleet = new Fleet(redis, simulator);
    try {
      await use(fleet);
    } finally {
      await Promise.all(fleet.relays.map(async (one) => one.stop()));
      await simulator.stop();
    }
  }

  async join(): Promise<RelayInProcess> {
    const { redis, simulator, prefix } = this;
    const relay = await startRelay({ redis, simulator, prefix, bridges: this.#bridges });
    this.relays.push(relay);
    return relay;
  }

  async leave(relay: RelayInProcess): Promise<void> {
    this.relays.splice(this.relays.indexOf(relay), 1);
    await relay.stop();
  }

  /** How many bridges each holds. */
  async shares(): Promise<number[]> {
    return Promise.all(this.relays.map(async (one) => one.metric('relay_leases_held')));
  }

  get rooms() {
    return this.simulator.state().chat['generic'] ?? [];
  }

  /** Waits until each share is within a bridge of the mean, and each room is heard by one. */
  async fair(): Promise<void> {
    const mean = BRIDGES / this.relays.length;
    await eventually(async () => {
      const shares = await this.shares();
      const isFair = shares.every((share) => Math.abs(share - mean) <= 1);
      return isFair && this.rooms.every(({ connections }) => connections === 1);
    }, 'the shares are fair');
  }

  get connects(): number {
    return this.rooms.reduce((sum, { connects }) => sum + connects, 0);
  }
}

describe('the shares of collectors', () => {
  it('become fair when one joins, stay as they are, and go to the others at once when one stops', async () => {
    await Fleet.with(async (fleet) => {
      const first = await fleet.join();
      await fleet.fair();
      await fleet.join();
      await fleet.fair();
      const moved = async () => first.metric('relay_bridge_moves_total{reason="share"}');
      await eventually(async () => (await moved()) === BRIDGES / 2, 'half of them moved');
      await fleet.fair();
      expect(fleet.connects).toBe(BRIDGES + BRIDGES / 2);
      await fleet.leave(first);
      expect(await first.metric('relay_bridge_moves_total{reason="stop"}')).toBe(BRIDGES / 2);
      await fleet.fair();
      expect(fleet.connects).toBe(2 * BRIDGES);
      expect(fleet.rooms.every(({ connectionsMax }) => connectionsMax <= 2)).toBe(true);
    });
  });
});
