import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { CONNECTION_DEFAULTS } from '../connection/options.js';
import { FRAME_WORK } from '../connection/socket/slice.js';
import { openWebSocket } from './web-socket-wire.js';

const PARTS = 5000;
const quiet = (): void => {};

describe('a WebSocket', () => {
  it('reports the work of every part of a message, and hands on only the whole', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (_, { socket }) => {
      socket.write(Buffer.from([0x01, 1, 0x78]));
      socket.write(Buffer.alloc(3 * PARTS, Buffer.from([0, 1, 0x78])));
      socket.write(Buffer.from([0x80, 0]));
    });
    await once(server, 'listening');
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    let work = 0;
    const whole = await new Promise<Buffer>((resolve) => {
      const listener = {
        opened: quiet,
        heard: quiet,
        refused: quiet,
        broken: quiet,
        failed: quiet,
      };
      openWebSocket({ url }, CONNECTION_DEFAULTS, {
        ...listener,
        frame: (bytes) => resolve(bytes),
        worked: (some) => (work += some),
        closed: quiet,
      });
    });
    for (const client of server.clients) client.terminate();
    server.close();
    expect(whole).toHaveLength(PARTS + 1);
    expect(work).toBe((PARTS + 1) * FRAME_WORK);
  });
});
