import { EventEmitter, once } from 'node:events';
import { Agent } from 'node:http';
import { createConnection, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import * as fc from 'fast-check';
import { Connection, type ConnectionListener, type SourceProtocol } from '#source';
import { ConnectionLog } from './connection-log.js';
import { connect, openHandles, QUICK, stopConnections, untilHandlesAre } from './connection-rig.js';
import { lineProtocol, openProtocol, saidEvent } from './line-protocol.js';
import { RawServer, StandInServer, type StandInClient } from './stand-in-server.js';

describe(`${Connection.name} against a hostile server`, () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  const survived: readonly [string, (client: StandInClient) => void, string, unknown[]][] = [
    [
      'a frame of 2 MiB',
      (client) => client.send('x'.repeat(2 * 1024 ** 2)),
      'tooLarge',
      [2 * 1024 ** 2],
    ],
    [
      'a frame of 2 MiB in pieces',
      ({ socket }) => {
        socket.send('x'.repeat(1024 ** 2), { fin: false });
        socket.send('x'.repeat(1024 ** 2), { fin: true });
      },
      'tooLarge',
      [2 * 1024 ** 2],
    ],
    [
      'text that is no UTF-8',
      ({ socket }) => socket.send(Buffer.from([0xff, 0xfe, 0xc0]), { binary: false }),
      'malformed',
      ['unknown-line'],
    ],
    ['an empty frame', (client) => client.send(''), 'malformed', ['unknown-line']],
  ];
  for (const [name, send, counter, counted] of survived) {
    it(`skips and counts ${name}, and the connection lives on`, async () => {
      const { log } = connect(openProtocol(server.url));
      const client = await server.client(1);
      send(client);
      client.send('say 1');
      await log.until(() => log.events.length === 1);
      expect(log.of(counter as keyof ConnectionListener)).toEqual([counted]);
      expect(log.of('disconnected')).toEqual([]);
    });
  }

  it('gives text that is no UTF-8 with replacement characters', async () => {
    const frames: unknown[] = [];
    const { log } = connect(openProtocol(server.url, { frame: (frame) => frames.push(frame) }));
    const bytes = Buffer.from([0x68, 0xff, 0x69]);
    const { socket } = await server.client(1);
    socket.send(bytes, { binary: false });
    socket.send(bytes);
    await log.untilCalled('received', 2);
    expect(frames).toEqual(['h\uFFFDi', bytes]);
  });

  const fatal: readonly [string, (client: StandInClient) => void, string][] = [
    ['a frame of 17 MiB', (client) => client.send(Buffer.alloc(17 * 1024 ** 2)), 'frame-too-large'],
    ['a reserved opcode', (client) => client.sendBytes([0x83, 0x00]), 'invalid-frame'],
    ['a masked frame', (client) => client.sendBytes([0x81, 0x80, 0, 0, 0, 0]), 'invalid-frame'],
    ['a cut in mid-frame', (client) => client.cutInMidFrame(), 'closed'],
    ['a reset', (client) => client.request.socket.resetAndDestroy(), 'closed'],
  ];
  for (const [name, attack, reason] of fatal) {
    it(`reconnects after ${name}`, async () => {
      const { log } = connect(openProtocol(server.url));
      attack(await server.client(1));
      expect((await log.untilCalled('disconnected'))[0]).toBe(reason);
      (await server.client(2)).send('say 1');
      await log.until(() => log.events.length === 1);
      expect(server.openMost).toBe(1);
    });
  }

  const upgrades: readonly [string, string][] = [
    ['what is not HTTP', '220 mail.example ESMTP\r\n'],
    ['a wrong accept key', 'HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'],
    [
      'an upgrade to something else',
      'HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n',
    ],
  ];
  for (const [name, answer] of upgrades) {
    it(`counts ${name} as a failed attempt and tries again`, async () => {
      const raw = await RawServer.start((socket) => socket.write(answer));
      const { log } = connect(openProtocol(raw.url));
      await log.untilCalled('reconnecting', 2);
      expect(log.of('disconnected').map(([reason]) => reason)).toEqual(
        Array(2).fill('connect-failed'),
      );
      await stopConnections();
      await raw.stop();
    });
  }

  it('reconnects after a half-open line', async () => {
    let deadAfterMs = 40;
    const protocol = openProtocol(server.url, {
      get silenceMs() {
        return deadAfterMs;
      },
    });
    const { log } = connect(protocol);
    (await server.client(1)).freeze();
    expect(await log.untilCalled('disconnected')).toEqual(['silence', 1006]);
    deadAfterMs = 60_000;
    (await server.client(2)).send('say 1');
    await log.until(() => log.events.length === 1);
  });

  it('keeps a quiet room whose server answers pings', async () => {
    const { log } = connect(openProtocol(server.url, { silenceMs: 500 }));
    const { socket } = await server.client(1);
    for (let pings = 0; pings < 5; pings++) await once(socket, 'ping');
    expect(log.of('disconnected')).toEqual([]);
  });

  it('sends nothing where the protocol forbids it', async () => {
    const { log } = connect(openProtocol(server.url, { silenceMs: 20, pingWhenQuiet: false }));
    const client = await server.client(1);
    let pings = 0;
    client.socket.on('ping', () => pings++);
    expect((await log.untilCalled('disconnected'))[0]).toBe('silence');
    await client.closed;
    expect([pings, client.frames]).toEqual([0, []]);
  });

  it('reconnects when the server reads nothing that it is sent', async () => {
    const heartbeat = { everySeconds: 0, send: () => 'x'.repeat(100_000) };
    const { log } = connect(openProtocol(server.url, { heartbeat }), {
      sendBufferBytesMax: 200_000,
    });
    (await server.client(1)).freeze();
    expect(await log.untilCalled('disconnected')).toEqual(['send-buffer-full', 1006]);
  });

  it('counts a throw of the protocol on a frame and goes on', async () => {
    const { log } = connect(
      openProtocol(server.url, {
        frame: (text, _, sink) => (text === 'boom' ? boom() : sink.event(saidEvent(1))),
      }),
    );
    const client = await server.client(1);
    for (const text of ['boom', 'say 1']) client.send(text);
    await log.until(() => log.events.length === 1);
    expect(log.of('malformed')).toEqual([['decoder-threw']]);
  });

  const throwing: readonly [string, Partial<SourceProtocol>][] = [
    ['open', { open: boom }],
    ['the heartbeat', { heartbeat: { everySeconds: 0.01, send: boom } }],
    ['closed', { closed: boom, frame: (_, session) => session.reconnect('test') }],
  ];
  for (const [name, overrides] of throwing) {
    it(`reconnects when ${name} of the protocol throws`, async () => {
      server.onClient = (client) => client.send('x');
      const { log } = connect(openProtocol(server.url, overrides));
      await log.untilCalled('reconnecting', 2);
      expect(log.of('disconnected')[0]?.[0]).toBe('protocol-failed');
    });
  }

  it('ignores a session whose connection has ended', async () => {
    const sessions: Parameters<NonNullable<SourceProtocol['open']>>[0][] = [];
    const { log } = connect(
      lineProtocol(server.url, { open: (session) => sessions.push(session) }),
    );
    (await server.client(1)).socket.terminate();
    await server.client(2);
    await log.until(() => sessions.length === 2);
    const calls = log.calls.length;
    sessions[0]!.send('late');
    sessions[0]!.ready();
    sessions[0]!.reconnect('late');
    sessions[0]!.replaceBy(server.url);
    expect(log.calls).toHaveLength(calls);
    expect((await server.client(2)).frames).toEqual([]);
  });

  it('reports a protocol whose stop fails or does not end, and stops all the same', async () => {
    const failing = connect(openProtocol(server.url, { stop: () => Promise.reject(new Error()) }));
    await failing.connection.stop();
    expect(failing.log.of('stopFailed')).toEqual([['rejected']]);
    const endless = connect(openProtocol(server.url, { stop: () => new Promise(() => {}) }), {
      stopTimeoutMs: 10,
    });
    await endless.connection.stop();
    expect(endless.log.of('stopFailed')).toEqual([['timeout']]);
  });

  it('tells the protocol of a disconnect, without waiting for it', async () => {
    let released = 0;
    const platform = new EventEmitter();
    const { connection, log } = connect(
      openProtocol(server.url, {
        released: async () => {
          released++;
          await once(platform, 'heard');
        },
      }),
    );
    await log.untilCalled('connected');
    await connection.disconnect();
    await connection.disconnect();
    expect(released).toBe(1);
    connection.connect();
    await log.untilCalled('connected', 2);
    let stopped = false;
    const stopping = connection.stop().then(() => (stopped = true));
    await log.untilCalled('disconnected', 2);
    await new Promise(setImmediate);
    expect(stopped).toBe(false);
    platform.emit('heard');
    await stopping;
    expect(released).toBe(1);
  });

  it('reports a protocol whose release fails or does not end', async () => {
    const failing = connect(
      openProtocol(server.url, { released: () => Promise.reject(new Error()) }),
    );
    await failing.connection.disconnect();
    await failing.log.untilCalled('stopFailed');
    const endless = connect(openProtocol(server.url, { released: () => new Promise(() => {}) }), {
      stopTimeoutMs: 10,
    });
    await endless.connection.disconnect();
    expect(await endless.log.untilCalled('stopFailed')).toEqual(['timeout']);
  });

  it('connects through the agent of the url', async () => {
    const asked: string[] = [];
    const agent = new Agent({ keepAlive: false });
    const agentFor = (url: string): Agent => {
      asked.push(url);
      return agent;
    };
    const { log } = connect(openProtocol(server.url), { agentFor });
    await log.untilCalled('connected');
    expect(asked).toEqual([server.url]);
  });

  it('does not wait for a socket that closes much later', async () => {
    const agent = new Agent();
    const sockets: DeafSocket[] = [];
    agent.createConnection = ({ port }) => {
      sockets.push(new DeafSocket(Number(port)));
      return sockets.at(-1);
    };
    const agentFor = (): Agent => agent;
    const { connection, log } = connect(openProtocol(server.url), { agentFor, closeTimeoutMs: 10 });
    await log.untilCalled('connected');
    await connection.disconnect();
    expect(log.of('disconnected')).toEqual([['stopped', 1006]]);
    connection.connect();
    await log.untilCalled('connected', 2);

    sockets[0]!.finish();
    await once(sockets[0]!, 'close');
    (await server.client(2)).send('say 1');
    await log.until(() => log.events.length === 1);
    expect(log.of('disconnected')).toHaveLength(1);
  });

  const reentrant = [
    'stateChanged',
    'connected',
    'disconnected',
    'reconnecting',
    'received',
  ] as const;
  for (const name of reentrant) {
    it(`may be disconnected, connected and stopped from within ${name}`, async () => {
      const before = openHandles();
      server.onClient = (client) => {
        client.send('say 1');
        client.socket.close();
      };
      const { connection, log } = connect(openProtocol(server.url));
      let times = 0;
      log.onCall = (call) => {
        if (call[0] !== name || ++times > 20) return;
        if (times % 2 === 1) void connection.disconnect();
        connection.connect();
        if (times === 20) void connection.stop();
      };
      await log.until(() => times >= 20);
      await connection.stop();
      await untilHandlesAre(before);
      expect(connection.state).toBe('stopped');
      expect(server.openMost).toBe(1);
    });
  }

  it('survives any sequence of faults and commands with one socket at most', async () => {
    const acts = [
      'connect',
      'disconnect',
      'pause',
      'resume',
      'cut',
      'close',
      'freeze',
      'say',
      'bytes',
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...acts), { maxLength: 30 }), async (script) => {
        const own = await StandInServer.start();
        const before = openHandles();
        const log = new ConnectionLog();
        const times = { ...QUICK, backoffLongestMs: 4, closeTimeoutMs: 10 };
        const connection = new Connection(openProtocol(own.url, { silenceMs: 8 }), log, log, times);
        for (const act of script) {
          const client = own.clients.at(-1);
          if (act === 'connect') connection.connect();
          else if (act === 'disconnect') void connection.disconnect();
          else if (act === 'pause') connection.pause();
          else if (act === 'resume') connection.resume();
          else if (act === 'cut') client?.cutInMidFrame();
          else if (act === 'close') client?.socket.close();
          else if (act === 'freeze') client?.freeze();
          else if (act === 'bytes') client?.sendBytes([0xff, 0xff]);
          else if (client?.socket.readyState === 1) client.send('say 1');
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        connection.resume();
        connection.connect();
        await log.until(() => connection.state === 'ready');
        await connection.stop();
        for (const { socket } of own.clients) socket.resume();
        await untilHandlesAre(before);
        expect(own.openMost).toBeLessThanOrEqual(1);
        await own.stop();
      }),
      { numRuns: 25 },
    );
  }, 180_000);
});

/** A socket, as of a broken proxy, that keeps its end to itself until `finish`. */
class DeafSocket extends Duplex {
  readonly #socket: Socket;

  constructor(port: number) {
    super();
    this.#socket = createConnection({ port, host: '127.0.0.1' });
    this.#socket.on('data', (bytes) => this.push(bytes));
  }

  override _read(): void {}

  override _write(bytes: Buffer, _: string, done: () => void): void {
    this.#socket.write(bytes, done);
  }

  finish: () => void = () => {};

  override _destroy(_: Error | null, done: () => void): void {
    this.#socket.destroy();
    this.finish = done;
  }
}

function boom(): never {
  throw new Error('boom');
}
