import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { eventually } from '../../support/eventually.js';
import type { RelayInProcess } from '../../support/relay-in-process.js';

const USER = { id: 'user.id', name: 'user.name' };
const MAPPING = {
  platform: 'test',
  rules: [
    { when: { type: 'enter' }, event: 'enter', id: 'id', user: USER },
    { when: { type: 'chat' }, event: 'comment', id: 'id', user: USER, text: 'text' },
    { when: { type: 'gift' }, event: 'gift', id: 'id', user: USER, gift: { name: 'gift' } },
  ],
};

/** A chat platform with a room at each path, in which one viewer says what the test has her say. */
export class ScriptedChats {
  readonly #sockets = new Map<number, WebSocket>();
  readonly #server: WebSocketServer;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket, request) => {
      this.#sockets.set(Number(request.url!.slice(1)), socket);
    });
  }

  static async listen(): Promise<ScriptedChats> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    return new ScriptedChats(server);
  }

  /** The source of a bridge that reads a room. */
  sourceOf(room: number): object {
    const { port } = this.#server.address() as AddressInfo;
    return { type: 'websocket', url: `ws://127.0.0.1:${port}/${room}`, mapping: MAPPING };
  }

  /** Waits until so many rooms are read. */
  async read(rooms: number): Promise<void> {
    await eventually(() => this.#sockets.size === rooms, 'all sources are connected');
  }

  say(room: number, type: 'enter' | 'chat' | 'gift', id: string, text = ''): void {
    const user = { id: 'u1', name: 'Ann' };
    const frame = { type, id, user, text, gift: 'Rose' };
    this.#sockets.get(room)!.send(JSON.stringify(frame));
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.terminate();
    this.#server.close();
  }
}

/** How many targets wait for a turn under the limit on reports. */
export async function waitingForTurn({
  relay: { ledger, redis, keys },
}: RelayInProcess): Promise<number> {
  const targets = await ledger.targets();
  const held = await Promise.all(
    targets.map(async (target) => redis.hget(keys.of(target).target, 'held')),
  );
  return held.filter((state) => state === '2').length;
}
