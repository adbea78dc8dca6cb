import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';

const ROOMS = 20;
const COMMENTS = 100;
/** As long as a comment may be; in UTF-8 each character takes three bytes. */
const WORDS = '好'.repeat(490);
/** With what stands around the words. */
const ROOM_BYTES = COMMENTS * 3 * WORDS.length * 1.3;
const MAPPING = {
  platform: 'test',
  rules: [
    {
      when: { type: 'chat' },
      event: 'comment',
      id: 'id',
      user: { id: 'user.id', name: 'user.name' },
      text: 'text',
    },
  ],
};

/** A chat platform with a room at each path. */
class Chats {
  readonly sockets = new Map<number, WebSocket>();
  readonly #server: WebSocketServer;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket, request) => {
      this.sockets.set(Number(request.url!.slice(1)), socket);
    });
  }

  static async listen(): Promise<Chats> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    return new Chats(server);
  }

  urlOf(room: number): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${room}`;
  }

  /** All viewers of a room write at once, and number what they write. */
  flood(room: number): void {
    for (let i = 0; i < COMMENTS; i++) {
      const user = { id: 'u1', name: 'Ann' };
      const frame = { type: 'chat', id: `${room}-${i}`, user, text: `${i}:${WORDS}` };
      this.sockets.get(room)!.send(JSON.stringify(frame));
    }
  }

  close(): void {
    for (const socket of this.sockets.values()) socket.terminate();
    this.#server.close();
  }
}

/** How many targets wait for a turn in the process. */
async function waiting({ relay: { ledger, redis, keys } }: RelayInProcess): Promise<number> {
  const targets = await ledger.targets();
  const held = await Promise.all(
    targets.map(async (target) => redis.hget(keys.of(target).target, 'held')),
  );
  return held.filter((state) => state === '2').length;
}

describe('targets that wait for a turn', () => {
  it('hold no events meanwhile, however many and large, and report all of them in order', async () => {
    const chats = await Chats.listen();
    const simulator = await new Simulator({ rooms: ROOMS, keep: 'all', validate: 'full' }).start();
    const relay = await startRelay({
      redis: await RedisServer.shared(),
      simulator,
      bridges: simulator.rooms.map(({ roomId, jobId }, room) => ({
        name: `room-${room}`,
        source: { type: 'websocket', url: chats.urlOf(room), mapping: MAPPING },
        target: { roomId, jobId },
      })),
      metastudio: { reportsPerSecond: 3 },
      buffer: { minIntervalMs: 50 },
    });
    const { memory } = relay.relay;
    const accepted = (): number => simulator.state().accepted.events;
    let looks = 0;
    try {
      await eventually(() => chats.sockets.size === ROOMS, 'all sources are connected');
      for (let room = 0; room < ROOMS; room++) chats.flood(room);
      await eventually(async () => {
        const before = await waiting(relay);
        const { bytes } = memory;
        const atWork = ROOMS - Math.min(before, await waiting(relay));
        // Beside those at work one or two may have begun and ended between the two looks.
        if (atWork < ROOMS / 2) looks++;
        if (atWork < ROOMS / 2) expect(bytes).toBeLessThan((atWork + 2) * ROOM_BYTES);
        return accepted() === ROOMS * COMMENTS;
      }, 'all is accepted');
      expect(looks).toBeGreaterThan(0);
      for (const { jobId } of simulator.rooms) {
        const numbers = simulator.events(jobId).map(({ content }) => {
          return Number.parseInt((JSON.parse(content!) as { content: string }).content, 10);
        });
        expect(numbers).toEqual(Array.from({ length: COMMENTS }, (_, i) => i));
      }
      await eventually(() => memory.bytes === 0, 'nothing is held any more');
    } finally {
      await relay.stop();
      await simulator.stop();
      chats.close();
    }
  });
});
