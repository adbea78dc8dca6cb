import { once } from 'node:events';
import { Connection, SharedSockets, type ConnectionState, type SourceProtocol } from '#source';
import {
  connect,
  makeConnection,
  openHandles,
  stopConnections,
  untilHandlesAre,
} from './connection-rig.js';
import { lineProtocol, openProtocol, saidEvent } from './line-protocol.js';
import { StandInServer } from './stand-in-server.js';

/** Each state, and those that may follow it. */
const TRANSITIONS: Readonly<Record<ConnectionState, readonly ConnectionState[]>> = {
  idle: ['connecting', 'stopped'],
  connecting: ['handshaking', 'closing', 'backoff', 'idle'],
  handshaking: ['ready', 'closing', 'backoff'],
  ready: ['closing', 'backoff', 'connecting', 'handshaking'],
  closing: ['backoff', 'idle', 'connecting', 'handshaking'],
  backoff: ['connecting', 'idle'],
  stopped: [],
};

function expectLegal(states: readonly ConnectionState[]): void {
  let from: ConnectionState = 'idle';
  for (const to of states) {
    expect([from, TRANSITIONS[from].includes(to) ? to : `not ${to}`]).toEqual([from, to]);
    from = to;
  }
}

describe(Connection.name, () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it('connects, shakes hands and hands on events in order with their time of receipt', async () => {
    server.onClient = async (client) => {
      await client.said((frame) => frame === 'hello');
      for (const frame of ['welcome', 'say 1', Buffer.from('say 2'), 'say 3']) client.send(frame);
    };
    const { connection, log } = connect(lineProtocol(server.url), { wallClock: () => 1234 });
    await log.until(() => log.events.length === 3);

    expect(log.states).toEqual(['connecting', 'handshaking', 'ready']);
    expect(log.events).toEqual([saidEvent(1), saidEvent(2), saidEvent(3)]);
    expect(log.receivedAt).toEqual([1234, 1234, 1234]);
    expect(log.of('received')).toEqual([[7], [5], [5], [5]]);
    expect(log.of('connected')).toHaveLength(1);
    expect(connection.status).toEqual({ state: 'ready', failures: 0 });
  });

  it('counts what the protocol ignores and what it does not understand', async () => {
    const { log } = connect(openProtocol(server.url));
    const client = await server.client(1);
    for (const frame of ['share', 'nonsense', 'say 1']) client.send(frame);
    await log.until(() => log.events.length === 1);
    expect(log.of('ignored')).toEqual([['share']]);
    expect(log.of('malformed')).toEqual([['unknown-line']]);
  });

  it('sends the headers and subprotocols that the protocol asks for', async () => {
    const to = {
      url: `${server.url}/room/42?key=a%20b`,
      headers: { Authorization: 'Bearer abc' },
      subprotocols: ['chat.v1'],
      perMessageDeflate: true,
    };
    const { log } = connect(openProtocol('', { connectTo: () => to }));
    await log.untilCalled('connected');
    const { request, socket } = await server.client(1);
    expect(request.url).toBe('/room/42?key=a%20b');
    expect(request.headers.authorization).toBe('Bearer abc');
    expect(socket.protocol).toBe('chat.v1');
    expect(socket.extensions).toBe('permessage-deflate');
  });

  it('offers no compression unless asked', async () => {
    const { log } = connect(openProtocol(server.url));
    await log.untilCalled('connected');
    expect((await server.client(1)).request.headers['sec-websocket-extensions']).toBeUndefined();
  });

  it('asks the protocol for the address before every attempt', async () => {
    let asked = 0;
    const { log } = connect(
      openProtocol('', { connectTo: async () => ({ url: `${server.url}/${++asked}` }) }),
    );
    for (const nth of [1, 2, 3]) {
      const client = await server.client(nth);
      await log.untilCalled('connected', nth);
      expect(client.request.url).toBe(`/${nth}`);
      client.socket.terminate();
    }
  });

  it('has a complete status when it tells of a state', async () => {
    server.onClient = (client) => client.socket.close(1001);
    const { connection, log } = connect(openProtocol(server.url));
    const told: object[] = [];
    log.onCall = ([name, state]) => {
      if (name !== 'stateChanged' || state !== 'backoff') return;
      told.push(connection.status);
      void connection.disconnect();
    };
    await log.untilCalled('disconnected');
    const status = { state: 'backoff', reason: 'closed', code: 1001, failures: 1 };
    expect(told).toEqual([status]);
    expect(log.of('disconnected')).toEqual([['closed', 1001]]);
  });

  it('never holds two sockets at once, however often it reconnects', async () => {
    server.onClient = (client) => client.socket.close(1001);
    const { log } = connect(openProtocol(server.url), { backoffLongestMs: 10 });
    await server.client(15);
    expect(server.openMost).toBe(1);
    expectLegal(log.states);
  });

  it('sends a heartbeat at the interval that the protocol tells, even if the handshake changes it', async () => {
    let everySeconds = 3600;
    const protocol = openProtocol(server.url, {
      get heartbeat() {
        return { everySeconds, send: () => 'beat' };
      },
      open: (session) => {
        everySeconds = 0.01;
        session.ready();
      },
    });
    connect(protocol);
    const client = await server.client(1);
    while (client.frames.length < 3) await once(client.socket, 'message');
    expect(client.frames.slice(0, 3)).toEqual(['beat', 'beat', 'beat']);
  });

  it('sends WebSocket pings as a heartbeat', async () => {
    connect(openProtocol(server.url, { heartbeat: { everySeconds: 0.01, ws: 'ping' } }));
    const { socket } = await server.client(1);
    await once(socket, 'ping');
    await once(socket, 'ping');
  });

  it('disconnects within its time, and connects again when asked', async () => {
    const { connection, log } = connect(openProtocol(server.url));
    await log.untilCalled('connected');
    await connection.disconnect();
    expect(log.states).toEqual(['connecting', 'handshaking', 'ready', 'closing', 'idle']);
    expect(log.of('disconnected')).toEqual([['stopped', 1000]]);
    expect(await (await server.client(1)).closed).toBe(1000);

    connection.connect();
    await log.untilCalled('connected', 2);
    expect(log.of('reconnecting')).toEqual([]);
    expect(connection.status.failures).toBe(0);
  });

  it('connects at once when reconnected before the socket has closed', async () => {
    const { connection, log } = connect(openProtocol(server.url));
    await log.untilCalled('connected');
    const gone = connection.disconnect();
    connection.connect();
    await gone;
    await log.untilCalled('connected', 2);
    expect(server.openMost).toBe(1);
    expect(log.of('reconnecting')).toEqual([]);
    expectLegal(log.states);
  });

  it('drops a socket whose server does not answer the close', async () => {
    const { connection, log } = connect(openProtocol(server.url));
    await log.untilCalled('connected');
    (await server.client(1)).freeze();
    await connection.disconnect();
    expect(log.of('disconnected')).toEqual([['stopped', 1006]]);
  });

  it('sends the close frame even while it is paused', async () => {
    const { connection, log } = connect(openProtocol(server.url), { closeTimeoutMs: 60_000 });
    await log.untilCalled('connected');
    connection.pause();
    await connection.disconnect();
    expect(log.of('disconnected')).toEqual([['stopped', 1000]]);
  });

  it('emits nothing that arrives after disconnect', async () => {
    const { connection, log } = connect(openProtocol(server.url));
    const client = await server.client(1);
    client.send('say 1');
    await log.until(() => log.events.length === 1);
    client.socket.on('close', () => {});
    const gone = connection.disconnect();
    client.send('say 2');
    await gone;
    expect(log.events).toEqual([saidEvent(1)]);
    expect(log.of('received')).toHaveLength(1);
  });

  it('emits nothing more of a frame once it is stopped in the midst of it', async () => {
    const { connection, log } = connect(
      openProtocol(server.url, {
        frame: (_, __, sink) => [1, 2, 3].forEach((n) => sink.event(saidEvent(n))),
      }),
    );
    log.onCall = ([name]) => name === 'event' && void connection.stop();
    (await server.client(1)).send('x');
    await log.until(() => connection.state === 'stopped');
    expect(log.events).toEqual([saidEvent(1)]);
  });

  it('stops reading while paused, without taking the silence for death', async () => {
    const { connection, log } = connect(openProtocol(server.url, { silenceMs: 40 }));
    await log.untilCalled('connected');
    connection.pause();
    const client = await server.client(1);
    const big = 'x'.repeat(1000);
    // More than socket buffers hold: only a reader that stopped keeps it from being sent.
    for (let n = 0; n < 20_000; n++) client.send(big);
    const other = connect(openProtocol(server.url, { silenceMs: 40, pingWhenQuiet: false }));
    await other.log.untilCalled('reconnecting', 3);
    expect(log.of('disconnected')).toEqual([]);
    expect(client.socket.bufferedAmount).toBeGreaterThan(0);

    connection.resume();
    await log.untilCalled('malformed', 20_000);
    expect(connection.state).toBe('ready');
  });

  it('does not time a handshake out while it is paused', async () => {
    // Long enough for a welcome that is there to be read, also on a busy machine.
    const times = { handshakeTimeoutMs: 500, closeTimeoutMs: 20 };
    const { connection, log } = connect(lineProtocol(server.url), times);
    connection.pause();
    const client = await server.client(1);
    await log.until(() => connection.state === 'handshaking');
    client.send('welcome');
    const other = connect(lineProtocol(server.url), times);
    await other.log.untilCalled('reconnecting', 3);
    expect(log.states).toEqual(['connecting', 'handshaking']);
    connection.resume();
    await log.untilCalled('connected');
  });

  it('keeps a pause over reconnects', async () => {
    const { connection, log } = connect(openProtocol(server.url));
    await log.untilCalled('connected');
    connection.pause();
    await connection.disconnect();
    connection.connect();
    await log.untilCalled('connected', 2);
    (await server.client(2)).send('say 2');
    // What another one hears that was sent later, this one could have heard.
    const other = connect(openProtocol(server.url));
    (await server.client(3)).send('say 3');
    await other.log.until(({ events }) => events.length === 1);
    expect(log.events).toEqual([]);
    connection.resume();
    await log.until(({ events }) => events.length === 1);
    expect(log.events).toEqual([saidEvent(2)]);
  });

  it('refuses limits that are no positive number', () => {
    expect(() => makeConnection(openProtocol(''), { silenceMs: Number.NaN })).toThrow(
      'silenceMs of a connection must be a positive number',
    );
  });
});

describe(`${Connection.name}.roundTrip`, () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  /** A connection to a server that reads nothing more. */
  async function unheard(overrides: Partial<SourceProtocol> = {}, options = {}) {
    server.onClient = ({ socket }) => socket.pause();
    const { connection, log } = connect(openProtocol(server.url, overrides), options);
    await log.untilCalled('connected');
    const client = await server.client(1);
    const trip = { isOver: false };
    const over = connection.roundTrip().finally(() => {
      trip.isOver = true;
    });
    return { connection, log, client, trip, over };
  }

  it('is over once the server has read on, and all that it sent before is handed on', async () => {
    const { log, client, trip, over } = await unheard();
    client.send('say 1');
    await log.until(() => log.events.length === 1);
    expect(trip.isOver).toBe(false);
    for (let n = 2; n <= 50; n++) client.send(`say ${n}`);
    client.socket.resume();
    expect(await over).toBe(true);
    expect(log.events).toHaveLength(50);
  });

  it('is not over for answers that nobody has asked for', async () => {
    const { log, client, trip } = await unheard();
    const unasked = [
      '',
      '0',
      '-1',
      'anything',
      String(Date.now()),
      '9'.repeat(15),
      '9'.repeat(125),
    ];
    for (const words of unasked) client.socket.pong(words);
    for (const number of [1, 2]) {
      client.send(`say ${number}`);
      await log.until(() => log.events.length === number);
    }
    expect(trip.isOver).toBe(false);
  });

  it('reads an answer that has come also where this process gets nothing of the processor until its time is over', async () => {
    const { client, over } = await unheard({}, { answerMs: 100 });
    client.socket.once('ping', () => {
      const until = performance.now() + 150;
      while (performance.now() < until);
    });
    client.socket.resume();
    expect(await over).toBe(true);
  });

  it('is over when the connection ends, without an answer', async () => {
    const { connection, over } = await unheard();
    await connection.disconnect();
    expect(await over).toBe(false);
  });

  it('is not begun again with a server that ends the connection in place of an answer', async () => {
    const { connection, log, client, over } = await unheard({}, { answerMs: 3_600_000 });
    client.socket.terminate();
    expect(await over).toBe(false);
    await log.untilCalled('connected', 2);
    expect(await connection.roundTrip()).toBe(false);
  });

  it('is over after a time without an answer, and is not begun again with that server', async () => {
    const { connection, client, over } = await unheard({}, { answerMs: 50 });
    expect([await over, await connection.roundTrip()]).toEqual([false, false]);
    const pings: unknown[] = [];
    client.socket.on('ping', (data) => pings.push(data));
    client.socket.resume();
    await stopConnections();
    await client.closed;
    expect(pings).toHaveLength(1);
  });

  it('is over for each of those that share a socket by itself, and not while one rests', async () => {
    const sockets = new SharedSockets();
    const sharing = {
      account: 'one',
      url: server.url,
      topicOf: (frame: Buffer) => (Number(frame.toString().slice(4)) % 2 === 0 ? 'even' : 'odd'),
      isGreeting: () => false,
      silenceMs: 60_000,
    };
    const [odd, even] = ['odd', 'even'].map((topic) => {
      const { open } = sockets.placeFor(sharing, () => topic);
      return connect(openProtocol(server.url, { connectTo: () => ({ url: server.url, open }) }));
    }) as [ReturnType<typeof connect>, ReturnType<typeof connect>];
    await Promise.all([odd, even].map(async ({ log }) => log.untilCalled('connected')));
    const client = await server.client(1);
    odd.connection.pause();
    client.send('say 1');
    client.send('say 2');
    await even.log.until(() => even.log.events.length === 1);
    let isOver = false;
    const over = odd.connection.roundTrip().finally(() => {
      isOver = true;
    });
    await even.connection.roundTrip();
    expect(isOver).toBe(false);
    odd.connection.resume();
    await odd.connection.roundTrip();
    await over;
    expect([server.openMost, odd.log.events]).toEqual([1, [saidEvent(1)]]);
  });

  it('is over at once where the server must not be sent pings', async () => {
    const { client, over } = await unheard({ pingWhenQuiet: false });
    await over;
    const pings: unknown[] = [];
    client.socket.on('ping', (data) => pings.push(data));
    client.socket.resume();
    await stopConnections();
    await client.closed;
    expect(pings).toEqual([]);
  });
});

describe(`${Connection.name}.stop`, () => {
  const states: readonly [ConnectionState, Partial<SourceProtocol>][] = [
    ['idle', {}],
    ['connecting', {}],
    ['handshaking', { open: () => {} }],
    ['ready', {}],
    ['closing', { open: (session) => session.reconnect('test') }],
    ['backoff', { connectTo: () => ({ url: 'ws://127.0.0.1:1' }) }],
  ];
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  for (const [state, overrides] of states) {
    it(`leaves no timer and no socket when ${state}`, async () => {
      const before = openHandles();
      let stops = 0;
      const protocol = openProtocol(server.url, {
        heartbeat: { everySeconds: 60, ws: 'ping' },
        stop: async () => void stops++,
        ...overrides,
      });
      server.onClient = (client) => state === 'closing' && client.freeze();
      const { connection, log } = makeConnection(protocol);
      if (state !== 'idle') connection.connect();
      await log.until(() => connection.state === state);

      const stopped = connection.stop();
      expect(connection.stop()).toBe(stopped);
      await stopped;
      for (const { socket } of server.clients) socket.resume();
      await Promise.all(server.clients.map(({ closed }) => closed));
      const calls = log.calls.length;
      connection.connect();
      await connection.disconnect();
      await untilHandlesAre(before);

      expect(connection.state).toBe('stopped');
      expect(stops).toBe(1);
      expect(log.calls).toHaveLength(calls);
      expectLegal(log.states);
    });
  }
});
