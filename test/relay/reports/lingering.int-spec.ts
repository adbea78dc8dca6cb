import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';

const EVENTS = 400;
const EVERY_MS = 2;
const MAPPING = {
  platform: 'test',
  rules: [{ event: 'comment', id: 'id', user: { id: 'user.id', name: 'user.name' }, text: 'text' }],
};

/** A room that says one comment after another, each once the one before is on its way. */
class Room {
  #socket: WebSocket | undefined;
  readonly #server: WebSocketServer;
  #said = 0;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => (this.#socket = socket));
  }

  static async listen(): Promise<Room> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    return new Room(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get isHeard(): boolean {
    return this.#socket !== undefined;
  }

  say(): void {
    const id = String(++this.#said);
    const frame = { id, user: { id: 'u1', name: 'Ann' }, text: `number ${id}` };
    this.#socket!.send(JSON.stringify(frame));
  }

  async sayMany(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.say();
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  close(): void {
    this.#socket?.terminate();
    this.#server.close();
  }
}

describe('lingerMs', () => {
  it('events gather while the pace holds their report: fewer appends, nothing lost, also by a stop', async () => {
    const room = await Room.listen();
    const simulator = await new Simulator({ validate: 'full', keep: 'all' }).start();
    const { roomId, jobId } = simulator.rooms[0]!;
    const prefix = uniquePrefix().replace(':', '-');
    const redis = await RedisServer.shared();
    const start = async (): Promise<RelayInProcess> =>
      startRelay({
        redis,
        simulator,
        prefix,
        bridges: [
          {
            name: 'room',
            source: { type: 'websocket', url: room.url, mapping: MAPPING },
            target: { roomId, jobId },
          },
        ],
        buffer: { minIntervalMs: 500, lingerMs: 500 },
      });
    const texts = (): string[] =>
      simulator.events().map(({ content }) => {
        return (JSON.parse(String(content)) as { content: string }).content;
      });
    let relay = await start();
    try {
      await eventually(() => room.isHeard, 'the source is connected');
      await room.sayMany(EVENTS);
      await eventually(() => texts().length === EVENTS, 'all are reported');
      const [target] = await relay.relay.ledger.targets();
      const key = relay.relay.keys.of(target!).target;
      const appends = Number(await relay.relay.redis.hget(key, 'append:room'));
      expect(appends).toBeGreaterThan(0);
      // Those that gather nothing are some thirty a report.
      expect(appends).toBeLessThan(10 * simulator.state().accepted.reports);
      await room.sayMany(5);
      await relay.stop();
      relay = await start();
      await eventually(() => texts().length >= EVENTS + 5, 'what had gathered is reported');
      const said = Array.from({ length: EVENTS + 5 }, (_, i) => `number ${i + 1}`);
      expect(texts()).toEqual(said);
    } finally {
      await relay.stop();
      await simulator.stop();
      room.close();
    }
  });
});
