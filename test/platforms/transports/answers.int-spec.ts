import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { loadSources } from '#platforms';
import { connect, stopConnections } from '../../source/connection-rig.js';
import { SocketIoStandIn } from '../../source/socket-io-stand-in.js';
import { StandInServer } from '../../source/stand-in-server.js';

const SOURCES = await loadSources();
const MAPPING = {
  platform: 'example',
  rules: [{ when: { type: 'chat' }, event: 'comment', user: { id: 'u' }, text: 't' }],
};

/** Gives a token to whoever asks: each has its number. */
class TokenServer {
  given = 0;
  readonly bodies: string[] = [];
  readonly #server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      this.bodies.push(body);
      response.end(JSON.stringify({ access_token: `t-${++this.given}`, expires_in: 3600 }));
    });
  });

  async start(): Promise<this> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/token`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

let tokens: TokenServer;

beforeEach(async () => {
  tokens = await new TokenServer().start();
});

afterEach(async () => {
  await stopConnections();
  await tokens.stop();
});

function source(type: 'websocket' | 'socketio', options: object): ReturnType<typeof connect> {
  return connect(SOURCES.get(type)!.protocol!({ mapping: MAPPING, ...options }));
}

describe('websocket', () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => server.stop());

  it('fetches a token, uses it everywhere, and answers greetings and pings', async () => {
    const { log } = source('websocket', {
      url: `${server.url}/ws?key={{token}}`,
      headers: { Authorization: 'Bearer {{token}}' },
      subprotocols: ['chat', '{{token}}'],
      onOpen: ['{"op":"auth","token":"{{token}}"}'],
      token: { url: tokens.url, form: { grant_type: 'client' }, path: 'access_token' },
      answers: [
        { when: { op: 'hello' }, send: { op: 'join', by: '{{token}}' } },
        { when: { op: 'joined' }, means: 'ready' },
        { when: { type: 'ping' }, send: '{"type":"pong","at":"{{at}}"}' },
        { text: 'PING', send: 'PONG' },
      ],
    });
    const client = await server.client(1);
    expect(client.request.url).toBe('/ws?key=t-1');
    expect(client.request.headers).toMatchObject({
      authorization: 'Bearer t-1',
      'sec-websocket-protocol': 'chat,t-1',
    });
    client.send('{"op":"hello"}');
    await client.said((frame) => frame === '{"op":"join","by":"t-1"}');
    expect(client.frames[0]).toBe('{"op":"auth","token":"t-1"}');
    expect(log.of('connected')).toEqual([]);
    client.send('{"op":"joined"}');
    await log.untilCalled('connected');
    client.send('{"type":"ping","at":12}');
    client.send('PING');
    await client.said((frame) => frame === 'PONG');
    expect(client.frames).toContain('{"type":"pong","at":12}');
    client.send('{"type":"chat","u":1,"t":"hi"}');
    await log.until(() => log.events.length === 1);
    expect(tokens.bodies).toEqual(['grant_type=client']);
    expect(log.of('ignored')).toEqual([['answered'], ['answered'], ['answered']]);
  });

  it('fetches another token when an accepted one is refused, and reports one that never was accepted', async () => {
    const { log } = source('websocket', {
      url: `${server.url}/?key={{token}}`,
      token: { url: tokens.url, path: 'access_token' },
      answers: [{ when: { error: { absent: false } }, means: 'refused' }],
    });
    const first = await server.client(1);
    first.send('{"type":"other"}');
    await log.untilCalled('ignored');
    first.send('{"error":"expired"}');
    const second = await server.client(2);
    expect(second.request.url).toBe('/?key=t-2');
    expect(log.of('refused')).toEqual([]);
  });

  it('keeps its token over reconnects', async () => {
    source('websocket', {
      url: `${server.url}/?key={{token}}`,
      token: { url: tokens.url, path: 'access_token' },
    });
    for (const nth of [1, 2]) {
      const client = await server.client(nth);
      client.send('{"type":"other"}');
      client.socket.close(1012);
    }
    expect((await server.client(3)).request.url).toBe('/?key=t-1');
  });
});

describe('socketio', () => {
  it('uses its token to enter, and answers events with events', async () => {
    const server = await SocketIoStandIn.start();
    const { log } = source('socketio', {
      url: server.httpUrl,
      auth: { token: '{{token}}' },
      token: { url: tokens.url, path: 'access_token' },
      answers: [{ when: { '$.event': 'hello' }, send: [['join', { room: '{{room}}' }]] }],
    });
    const { socket } = await server.client(1);
    expect(socket.handshake.auth).toEqual({ token: 't-1' });
    const joined = once(socket as never, 'join');
    socket.emit('hello', { room: 42 });
    expect(await joined).toEqual([{ room: 42 }]);
    await log.untilCalled('connected');
    await stopConnections();
    await server.stop();
  });
});
