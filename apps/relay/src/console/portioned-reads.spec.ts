import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { guardPort } from './guard-port.js';
import { readsOf } from './portioned-reads.js';
import { PortSlots } from './port-slots.js';

const REQUEST = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const UPGRADE =
  'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

let server: Server;
let client: Socket;

async function open(answer: (request: IncomingMessage, end: () => void) => void): Promise<void> {
  server = createServer((request, response) => answer(request, () => response.end('ok')));
  guardPort(server, new PortSlots(() => {}));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => {});
}

/** All that comes until it holds `times` of `words`. */
async function answers(words: string, times: number): Promise<string> {
  let text = '';
  for await (const chunk of client) {
    text += String(chunk);
    if (text.split(words).length > times) break;
  }
  return text;
}

function maskedFrame(first: number, text: string): Buffer {
  return Buffer.concat([Buffer.from([first, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

afterEach(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

describe('the reads of the port', () => {
  it('a client that sends 500 requests at once: each is answered, a few in one turn of the event loop', async () => {
    let turn = 0;
    const perTurn = new Map<number, number>();
    const count = (): void => {
      turn++;
      loop = setImmediate(count);
    };
    let loop = setImmediate(count);
    await open((_request, end) => {
      perTurn.set(turn, (perTurn.get(turn) ?? 0) + 1);
      end();
    });
    client.write(REQUEST.repeat(500));
    const text = await answers('HTTP/1.1 200', 500);
    clearImmediate(loop);
    expect(text.split('HTTP/1.1 200')).toHaveLength(501);
    // A portion holds thirty-seven; Node by itself handles all of them at once.
    expect(Math.max(...perTurn.values())).toBeLessThan(100);
  });

  it('a body in twenty thousand chunks of one byte arrives whole', async () => {
    let body = '';
    await open((request, end) => {
      request.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', end);
    });
    const sent = Array.from({ length: 20_000 }, (_, i) => String(i % 10));
    client.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    client.write(`${sent.map((digit) => `1\r\n${digit}\r\n`).join('')}0\r\n\r\n`);
    await answers('HTTP/1.1 200', 1);
    expect(body).toBe(sent.join(''));
  });

  it('a client that closes its side after the request: it still gets its answer', async () => {
    await open((_request, end) => end());
    client.end(REQUEST);
    await expect(answers('HTTP/1.1 200', 1)).resolves.toContain('200 OK');
  });

  it('frames that come with the upgrade of a WebSocket: each arrives, in order, even if it pauses', async () => {
    await open(() => {});
    const heard: string[] = [];
    const wss = new WebSocketServer({ noServer: true });
    const all = new Promise<void>((resolve) => {
      server.on('upgrade', (request, socket, head) => {
        readsOf(socket)?.upgraded(head);
        wss.handleUpgrade(request, socket, head, (ws) => {
          ws.on('message', (message: Buffer) => {
            heard.push(message.toString());
            if (heard.length % 100 === 0) {
              ws.pause();
              setImmediate(() => ws.resume());
            }
            if (heard.length === 1000) resolve();
          });
        });
      });
    });
    const sent = Array.from({ length: 1000 }, (_, i) => `m${i}`);
    const parts = sent.flatMap((text) => [
      maskedFrame(0x01, text.slice(0, 1)),
      maskedFrame(0x00, ''),
      maskedFrame(0x80, text.slice(1)),
    ]);
    client.write(Buffer.concat([Buffer.from(UPGRADE), ...parts]));
    await all;
    expect(heard).toEqual(sent);
    wss.close();
  });
});
