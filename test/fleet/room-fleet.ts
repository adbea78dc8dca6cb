import assert from 'node:assert';
import { FleetTable } from '#event-buffer';
import { Simulator } from '../../apps/simulator/src/index.js';
import { BufferRig } from '../event-buffer/support/buffer-rig.js';
import type { RedisLink } from '../event-buffer/support/redis-link.js';
import { eventually, HANGS_MS } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay, type RelayInProcess, type RelaySetup } from '../support/relay-in-process.js';
import { RelayProcess } from '../support/relay-process.js';
import { Room, textsIn } from './streak-room.js';

/** The name of the only bridge. */
export const BRIDGE = 'shop';
/** The additional keys of a bridge with two copies. */
/** The mapping of the room's comments, which have ids. */
export const COMMENT_RULE = {
  when: { method: 'WebcastChatMessage' },
  event: 'comment',
  id: 'common.msgId',
  user: { id: 'user.id', name: 'user.nickname' },
  text: 'content',
};
/** Comments with ids, and likes without. */
export const LIKES = {
  platform: 'x',
  rules: [
    COMMENT_RULE,
    {
      when: { method: 'WebcastGiftMessage' },
      event: 'like',
      user: { id: 'user.id', name: 'user.nickname' },
    },
  ],
};
export const TWO_COPIES = { redundancy: 2, placement: 'anywhere' };
/** How long the second copy keeps what it hears, in ms. */
export const SECOND_KEEPS_MS = 2000;

const TERMS = { standsMs: 10_000, silentMs: 60_000, staysMs: 0, viewAgeMs: 60_000 };

/** One room, and the collectors of an installation with one bridge to it. Call `ensureBuilt` before {@link spawn}. */
export class RoomFleet {
  readonly #relays = new Map<string, RelayInProcess>();
  readonly #processes: RelayProcess[] = [];

  private constructor(
    readonly room: Room,
    readonly rig: BufferRig,
    private readonly parts: {
      readonly redis: RedisServer;
      readonly simulator: Simulator;
      readonly prefix: string;
      readonly bridges: readonly object[];
    },
  ) {}

  /**
   * @param terms additional keys of the bridge, or what makes them of the room's address and the live room's id.
   * @param own a Redis that the test may disturb.
   */
  static async with(
    terms: object | ((url: string, roomId: string) => object),
    use: (fleet: RoomFleet) => Promise<void>,
    own?: RedisServer,
  ): Promise<void> {
    const redis = own ?? (await RedisServer.shared());
    const simulator = await new Simulator({}).start();
    const room = await Room.open();
    const prefix = uniquePrefix().replace(':', '-');
    const rig = await BufferRig.open(redis, prefix);
    const { roomId, jobId } = simulator.rooms[0]!;
    const source = { type: 'douyinlive', url: room.url };
    const more = typeof terms === 'function' ? terms(room.url, roomId) : terms;
    const bridges = [{ name: BRIDGE, source, target: { roomId, jobId }, ...more }];
    const fleet = new RoomFleet(room, rig, { redis, simulator, prefix, bridges });
    try {
      await use(fleet);
    } finally {
      room.letIn();
      await Promise.all([
        ...[...fleet.#relays.keys()].map(async (id) => fleet.stop(id)),
        ...fleet.#processes.map(async (one) => one.end()),
      ]);
      rig.close();
      room.close();
      await simulator.stop();
    }
  }

  /** The MetaStudio that has the room's live job. */
  get simulator(): Simulator {
    return this.parts.simulator;
  }

  /**
   * Starts a collector in this process.
   * @param link its way to Redis. @param more of its set-up. @returns its id.
   */
  async join(host: string, link?: RedisLink, more: Partial<RelaySetup> = {}): Promise<string> {
    const way = link === undefined ? {} : { REDIS_URL: `redis://127.0.0.1:${link.port}` };
    const environment = { RELAY_ROLES: 'collector', RELAY_HOST: host, ...way };
    const known = await this.#members();
    const relay = await startRelay({
      ...this.parts,
      ...more,
      environment,
      times: { connection: { answerMs: HANGS_MS, ...more.times?.connection } },
    });
    const id = await eventually(
      async () => (await this.#members()).find((one) => !known.includes(one)),
      'it says that it is there',
    );
    this.#relays.set(id, relay);
    return id;
  }

  /** Stops a collector of this process in order, as SIGTERM does. */
  async stop(id: string): Promise<void> {
    const relay = this.#relays.get(id);
    this.#relays.delete(id);
    await relay?.stop();
  }

  /** Starts a collector in a process of its own, which may be killed. @param more of its environment. */
  async spawn(host: string, more: Readonly<Record<string, string>> = {}): Promise<RelayProcess> {
    const { redis, ...parts } = this.parts;
    const environment = { RELAY_HOST: host, ...more };
    const setup = { ...parts, redisUrl: redis.url, roles: 'collector', environment };
    const spawned = await RelayProcess.spawn(setup);
    this.#processes.push(spawned);
    await spawned.ready();
    return spawned;
  }

  /** Waits until a lease has another holder. @returns its id. */
  async holderOf(lease: string, other = ''): Promise<string> {
    return eventually(async () => {
      const text = await this.rig.redis.hget(this.rig.keys.leases, lease);
      const [, , holder = ''] = text?.split(':') ?? [];
      return holder !== '' && holder !== other && holder;
    }, `${lease} has a holder`);
  }

  /** Gives the bridge other keys, in the files of all collectors of this process. */
  rewrite(keys: object): void {
    const bridges = this.parts.bridges.map((bridge) => ({ ...bridge, ...keys }));
    for (const relay of this.#relays.values()) relay.rewrite({ bridges });
  }

  /** The series of some metrics of a collector of this process. */
  async series(id: string, ...names: readonly string[]): Promise<string[]> {
    const { body } = await this.#relays.get(id)!.metrics.text();
    const lines = body.toString().split('\n');
    return lines.filter((line) => names.some((name) => /^\w+/u.exec(line)?.[0] === name));
  }

  /**
   * Lets the holder offer the bridge to another collector.
   * The last parameter has the lease of another copy; for how long its holder is barred, where it cannot connect.
   */
  async offer(
    to: string,
    { lease = BRIDGE, stuckMs }: { readonly lease?: string; readonly stuckMs?: number } = {},
  ): Promise<void> {
    const table = this.#tableOf(await this.holderOf(lease));
    const terms = { ...TERMS, stuckMs, viewedAt: Date.now() };
    const offered = await table.offer(new Map([[lease, to]]), terms);
    assert.deepEqual(offered, [lease], 'It is not offered.');
  }

  /** Waits until a collector has looked at the fleet anew: only one that knows of others reads what is offered. */
  async looked(id: string): Promise<void> {
    const row = async () => this.rig.redis.hget(this.rig.keys.fleet.members, id);
    const before = await row();
    await eventually(async () => (await row()) !== before, `${id} has looked`);
  }

  /** Waits until a collector is ready for the offered bridge. */
  async ready(): Promise<void> {
    await eventually(async () => {
      const offer = await this.rig.redis.hget(this.rig.keys.fleet.offers, BRIDGE);
      return offer?.startsWith('r:') === true;
    }, 'who was offered the bridge is ready');
  }

  async #members(): Promise<string[]> {
    return this.rig.redis.hkeys(this.rig.keys.fleet.members);
  }

  #tableOf(id: string): FleetTable {
    return new FleetTable(this.rig.redis, this.rig.keys, id);
  }
}

/** Waits until the buffer has as many comments as were written. */
export async function allTold({ room, rig }: RoomFleet): Promise<void> {
  const all = Array.from({ length: room.comments }, (_, i) => `text ${i + 1}`);
  await eventually(async () => (await textsIn(rig)).length >= all.length, 'all is there');
  expect((await textsIn(rig)).toSorted()).toEqual(all);
}
