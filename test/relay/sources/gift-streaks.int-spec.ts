import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { BufferRig } from '../../event-buffer/support/buffer-rig.js';
import { ensureBuilt } from '../../support/built-relay.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { RelayProcess, type ProcessSetup } from '../../support/relay-process.js';

// Before all else: tests that run side by side do not wait for hooks.
ensureBuilt();

const VIEWERS = 20;
const FRAME_EVERY_MS = 2;
const PATIENCE_MS = 180_000;

/** A room of douyinLive whose viewers give one long streak of gifts each, whoever listens. */
class GivingRoom {
  readonly #server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  readonly #counts = Array.from({ length: VIEWERS }, () => 0);
  #timer: NodeJS.Timeout | undefined;
  #frames = 0;

  static async open(): Promise<GivingRoom> {
    const room = new GivingRoom();
    await once(room.#server, 'listening');
    room.#timer = setInterval(() => room.#give(), FRAME_EVERY_MS);
    return room;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws/1`;
  }

  /** How many gifts were given in all. */
  get given(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** Nothing is given for a while, once whoever listens has heard how far it came. */
  rest(): void {
    clearInterval(this.#timer);
    for (const viewer of this.#counts.keys()) this.#tell(viewer, 0);
  }

  /** Gifts are given, after so many more of each viewer that nobody was told of. */
  goOn(more: number): void {
    for (const viewer of this.#counts.keys()) this.#counts[viewer]! += more;
    this.#timer = setInterval(() => this.#give(), FRAME_EVERY_MS);
  }

  /** Every streak ends, once whoever listens has heard what it came to. */
  end(): void {
    clearInterval(this.#timer);
    for (const viewer of this.#counts.keys()) this.#tell(viewer, 1);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }

  #give(): void {
    const viewer = this.#frames % VIEWERS;
    this.#counts[viewer]! += 1 + (this.#frames % 3);
    this.#tell(viewer, 0);
  }

  #tell(viewer: number, repeatEnd: number): void {
    const frame = JSON.stringify({
      method: 'WebcastGiftMessage',
      common: { msgId: String(7_400_000_000_000_000_000n + BigInt(++this.#frames)) },
      user: { id: String(1000 + viewer), nickname: `送礼人${viewer}` },
      gift: { id: '463', name: '小心心', type: 1, combo: true, diamondCount: 1 },
      giftId: '463',
      groupId: String(1_760_000_000_000 + viewer),
      repeatCount: String(this.#counts[viewer]!),
      ...(repeatEnd === 0 ? {} : { repeatEnd }),
    });
    for (const client of this.#server.clients) client.send(frame);
  }
}

/** How many gifts the events in the buffer give in all. */
async function giftsOf({ redis, keys }: BufferRig): Promise<number> {
  const [target = ''] = await redis.smembers(keys.targets);
  let gifts = 0;
  for (const [, fields] of await redis.xrange(keys.of(target).events, '-', '+')) {
    const fragments = fields[fields.indexOf('d') + 1]!;
    const events = JSON.parse(`[${fragments.replace(/,$/, '')}]`) as { content: string }[];
    for (const { content } of events) {
      gifts += (JSON.parse(content) as { gift: { giftNum: number } }).gift.giftNum;
    }
  }
  return gifts;
}

async function withRoom(
  use: (room: GivingRoom, setup: ProcessSetup, buffer: BufferRig) => Promise<void>,
): Promise<void> {
  const redis = await RedisServer.start({ aof: true });
  const simulator = await new Simulator({}).start();
  const room = await GivingRoom.open();
  const prefix = uniquePrefix().replace(':', '-');
  const buffer = await BufferRig.open(redis, prefix);
  const { roomId, jobId } = simulator.rooms[0]!;
  const source = { type: 'douyinlive', url: room.url };
  // Nobody reports, so the buffer keeps what it was given.
  const setup = {
    redisUrl: redis.url,
    simulator,
    prefix,
    bridges: [{ name: 'shop', source, target: { roomId, jobId } }],
    roles: 'collector',
  };
  try {
    await use(room, setup, buffer);
  } finally {
    buffer.close();
    room.close();
    await simulator.stop();
    await redis.stop();
  }
}

/** What is left where another process held the bridge, counted so many more gifts, and stopped. */
async function holdElsewhere({ redis, keys }: BufferRig, more: number): Promise<void> {
  const [target = ''] = await redis.smembers(keys.targets);
  const streaks = keys.of(target).streaks('shop');
  for (const [name, note] of Object.entries(await redis.hgetall(streaks))) {
    await redis.hset(streaks, name, `${parseInt(note, 10) + more}@${Date.now()}`);
  }
  const epoch = Date.now() + 60_000;
  await redis.hset(keys.leases, 'shop', `${epoch}:0:`);
  await eventually(async () => {
    const lease = await redis.hget(keys.leases, 'shop');
    return lease !== null && parseInt(lease, 10) > epoch;
  }, 'the relay holds its bridge again');
}

/** How often a process connected its source. */
function connects({ log }: RelayProcess): number {
  return log.filter((line) => line['event'] === 'source_connected').length;
}

async function counts(buffer: BufferRig, more: number): Promise<void> {
  const before = await giftsOf(buffer);
  await eventually(async () => (await giftsOf(buffer)) > before + more, 'gifts are counted');
}

describe('gift streaks', () => {
  it.concurrent.each([
    ['is killed', 'SIGKILL'],
    ['stops', 'SIGTERM'],
  ] as const)(
    'are counted once where the counting process %s and another continues',
    async (_, signal) => {
      await withRoom(async (room, setup, buffer) => {
        const first = await RelayProcess.start(setup);
        const next = await RelayProcess.start(setup);
        try {
          await counts(buffer, 100);
          first.signal(signal);
          await first.exited;
          await counts(buffer, 100);
          room.end();
          await eventually(async () => (await giftsOf(buffer)) >= room.given, 'all is counted');
          expect(await giftsOf(buffer)).toBe(room.given);
        } finally {
          await Promise.all([first.end(), next.end()]);
        }
      });
    },
    PATIENCE_MS,
  );

  it.concurrent(
    'are counted once where another process held their bridge unnoticed',
    async () => {
      await withRoom(async (room, setup, buffer) => {
        const relay = await RelayProcess.start(setup);
        try {
          await counts(buffer, 100);
          room.rest();
          await eventually(async () => (await giftsOf(buffer)) === room.given, 'it is quiet');
          expect(connects(relay)).toBe(1);
          await holdElsewhere(buffer, 1000);
          await eventually(() => connects(relay) === 2, 'its source is connected anew');
          room.goOn(1000);
          await counts(buffer, 100);
          room.end();
          const [given, elsewhere] = [room.given, 1000 * VIEWERS];
          await eventually(
            async () => (await giftsOf(buffer)) >= given - elsewhere,
            'all is counted',
          );
          expect(await giftsOf(buffer)).toBe(given - elsewhere);
        } finally {
          await relay.end();
        }
      });
    },
    PATIENCE_MS,
  );
});
