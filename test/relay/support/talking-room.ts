import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

const MAPPING = {
  platform: 'test',
  rules: [{ event: 'comment', id: 'id', user: { id: 'user.id', name: 'user.name' }, text: 'text' }],
};

/** A room that says one comment after another, each once the one before is on its way. */
export class TalkingRoom {
  #socket: WebSocket | undefined;
  readonly #server: WebSocketServer;
  #said = 0;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket) => (this.#socket = socket));
  }

  static async listen(): Promise<TalkingRoom> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    return new TalkingRoom(server);
  }

  /** The source of a bridge that listens to it. */
  get source(): object {
    const { port } = this.#server.address() as AddressInfo;
    return { type: 'websocket', url: `ws://127.0.0.1:${port}`, mapping: MAPPING };
  }

  get isHeard(): boolean {
    return this.#socket !== undefined;
  }

  say(): void {
    const id = String(++this.#said);
    const frame = { id, user: { id: 'u1', name: 'Ann' }, text: `number ${id}` };
    this.#socket!.send(JSON.stringify(frame));
  }

  async sayMany(count: number, everyMs: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.say();
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }

  close(): void {
    this.#socket?.terminate();
    this.#server.close();
  }
}
