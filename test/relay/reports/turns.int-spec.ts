import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { LedgerStatusReader } from '../../../apps/relay/src/status/ledger-status.reader.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { RelayRig } from '../support/relay-rig.js';

const ROOMS = 14;
const USER = { id: 'user.id', name: 'user.name' };
const MAPPING = {
  platform: 'test',
  rules: [
    { when: { type: 'enter' }, event: 'enter', id: 'id', user: USER },
    { when: { type: 'chat' }, event: 'comment', id: 'id', user: USER, text: 'text' },
    { when: { type: 'gift' }, event: 'gift', id: 'id', user: USER, gift: { name: 'gift' } },
  ],
};

/** A chat platform with a room at each path, which says what the test has it say. */
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

  say(room: number, type: string): void {
    const user = { id: 'u1', name: 'Ann' };
    const frame = { type, id: `${type}-${room}`, user, text: 'how much is it?', gift: 'Rose' };
    this.sockets.get(room)!.send(JSON.stringify(frame));
  }

  close(): void {
    for (const socket of this.sockets.values()) socket.terminate();
    this.#server.close();
  }
}

describe('where the limit on reports binds', () => {
  it('the next report goes to a gift, then to a comment, and those with entries alone follow', async () => {
    const chats = await Chats.listen();
    const simulator = await new Simulator({ rooms: ROOMS, validate: 'full' }).start();
    const jobs = simulator.rooms.map(({ jobId }) => jobId!);
    const relay = await startRelay({
      redis: await RedisServer.shared(),
      simulator,
      bridges: simulator.rooms.map(({ roomId, jobId }, room) => ({
        name: `room-${room}`,
        source: { type: 'websocket', url: chats.urlOf(room), mapping: MAPPING },
        target: { roomId, jobId },
      })),
      metastudio: { reportsPerSecond: 2 },
      buffer: { minIntervalMs: 50 },
    });
    /** The rooms in the order of their reports. */
    const reported = (): number[] => simulator.events().map(({ jobId }) => jobs.indexOf(jobId));
    try {
      await eventually(() => chats.sockets.size === ROOMS, 'all sources are connected');
      for (let room = 0; room < ROOMS; room++) chats.say(room, 'enter');
      const { ledger, redis, keys } = relay.relay;
      const waiting = await eventually(async () => {
        const targets = await ledger.targets();
        const held = await Promise.all(
          targets.map(async (target) => redis.hget(keys.of(target).target, 'held')),
        );
        return reported().length > 0 && held.filter((state) => state === '2').length >= 6;
      }, 'several wait for their turn');
      expect(waiting).toBe(true);
      const status = await new LedgerStatusReader(ledger).read();
      const kept = status.targets.filter(({ turnSince }) => turnSince !== undefined);
      expect(kept.map(({ state }) => state)).toContain('rate');
      const before = reported();
      const left = Array.from(jobs.keys()).filter((room) => !before.includes(room));
      const [first, second] = left.slice(-2) as [number, number];
      chats.say(second, 'chat');
      chats.say(first, 'gift');
      await eventually(() => new Set(reported()).size === ROOMS, 'every room had its turn');
      const after = reported().slice(before.length);
      // One or two reports were under way.
      expect(after.indexOf(first)).toBeLessThanOrEqual(2);
      expect(after.indexOf(second)).toBeLessThanOrEqual(4);
      expect(after.indexOf(first)).toBeLessThan(after.indexOf(second));
    } finally {
      await relay.stop();
      await simulator.stop();
      chats.close();
    }
  });

  it('a target has waited as long as it has, also where another reporter goes on with it', async () => {
    const options = {
      metastudio: { reportsPerSecond: 0.05 },
      simulator: { chatRate: 50, chatEventsMax: 1e6 },
    };
    await RelayRig.with(options, async (rig) => {
      const waiting = (drainBefore?: string) =>
        eventually(async () => {
          const { held, drain, turnSince } = await rig.fields();
          return held === '2' && drain !== drainBefore ? { drain, turnSince } : undefined;
        }, 'it waits for its turn');
      const { drain, turnSince } = await waiting();
      const accepted = rig.accepted.length;
      await rig.restart();
      expect((await waiting(drain)).turnSince).toBe(turnSince);
      expect(rig.accepted.length).toBe(accepted);
    });
  });
});
