import { Connection, type SourceProtocol } from '#source';
import { connect, openHandles, stopConnections, untilHandlesAre } from './connection-rig.js';
import { lineProtocol, saidEvent } from './line-protocol.js';
import { RawServer, StandInServer, type StandInClient } from './stand-in-server.js';

/** As the line protocol, and `move <url>` asks for a planned reconnect. */
function movingProtocol(url: string, overrides: Partial<SourceProtocol> = {}): SourceProtocol {
  const lines = lineProtocol(url);
  return lineProtocol(url, {
    frame: (frame, session, sink) => {
      const [word, to] = frame.toString().split(' ');
      if (word === 'move') session.replaceBy(to!);
      else lines.frame(frame, session, sink);
    },
    ...overrides,
  });
}

describe(`${Connection.name} with a planned reconnect`, () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
    server.onClient = (client) => client.send('welcome');
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  /** Connects, and has the server ask for a move to a connection that is not accepted yet. */
  async function move(
    to: string,
    protocol = movingProtocol(server.url),
    options = {},
  ): Promise<ReturnType<typeof connect> & { old: StandInClient }> {
    const made = connect(protocol, options);
    await made.log.untilCalled('connected');
    server.onClient = () => {};
    const old = await server.client(1);
    old.send(`move ${to}`);
    return { ...made, old };
  }

  it('keeps the old connection delivering until the new one is accepted', async () => {
    const { connection, log, old } = await move(`${server.url}/again?id=1`);
    const next = await server.client(2);
    expect(next.request.url).toBe('/again?id=1');
    await next.said((frame) => frame === 'hello');
    old.send('say 1');
    await log.until(() => log.events.length === 1);
    expect(server.open).toBe(2);

    next.send('welcome');
    await log.untilCalled('replaced');
    expect(await old.closed).toBe(1000);
    next.send('say 2');
    await log.until(() => log.events.length === 2);
    expect(connection.state).toBe('ready');
    expect(log.states).toEqual(['connecting', 'handshaking', 'ready']);
    expect(log.of('disconnected')).toEqual([]);
    expect(log.of('connected')).toHaveLength(1);
  });

  it('passes on frames of the old connection until it has closed', async () => {
    const { log, old } = await move(server.url);
    old.socket.pause();
    (await server.client(2)).send('welcome');
    await log.untilCalled('replaced');
    old.send('say 1');
    old.socket.resume();
    await log.until(() => log.events.length === 1);
    expect(log.events).toEqual([saidEvent(1)]);
  });

  it('goes on with the old connection when the new one fails', async () => {
    const { log, old } = await move('ws://127.0.0.1:1');
    expect(await log.untilCalled('replaceFailed')).toEqual(['connect-failed', 'ECONNREFUSED']);
    old.send('say 1');
    await log.until(() => log.events.length === 1);
    old.socket.close();
    await log.untilCalled('reconnecting');
    expect(log.of('disconnected')).toEqual([['closed', 1005]]);
    expect((await server.client(2)).request.url).toBe('/');
  });

  it('gives up a new connection that is not accepted in time', async () => {
    const protocol = movingProtocol(server.url);
    const { log, old } = await move(server.url, protocol, { handshakeTimeoutMs: 400 });
    expect((await log.untilCalled('replaceFailed'))[0]).toBe('handshake-timeout');
    old.send('say 1');
    await log.until(() => log.events.length === 1);
    expect(log.of('disconnected')).toEqual([]);
  });

  it('gives up a new connection whose server does not answer', async () => {
    const deaf = await RawServer.start(() => {});
    const protocol = movingProtocol(server.url);
    const { log } = await move(deaf.url, protocol, { connectTimeoutMs: 400 });
    expect((await log.untilCalled('replaceFailed'))[0]).toBe('connect-timeout');
    await deaf.stop();
  });

  it('waits for the new connection when the old one dies before it is accepted', async () => {
    const { log, old } = await move(server.url);
    const next = await server.client(2);
    await next.said((frame) => frame === 'hello');
    old.socket.close(4004);
    expect(await log.untilCalled('disconnected')).toEqual(['closed', 4004]);
    expect(log.states.at(-1)).toBe('handshaking');
    next.send('welcome');
    await log.untilCalled('connected', 2);
    expect(log.of('reconnecting')).toEqual([]);

    next.socket.close(4000);
    await log.untilCalled('reconnecting');
    expect(server.clients.length).toBe(2);
  });

  it('backs off when both die', async () => {
    const { log, old } = await move(server.url);
    const next = await server.client(2);
    old.socket.terminate();
    await log.untilCalled('disconnected');
    next.socket.terminate();
    await log.untilCalled('reconnecting');
    expect(log.of('disconnected')).toEqual([
      ['closed', 1006],
      ['closed', 1006],
    ]);
  });

  it('does not tell the protocol of the end of a connection that was replaced', async () => {
    const codes: number[] = [];
    const closed = (code: number): 'reconnect' => {
      codes.push(code);
      return 'reconnect';
    };
    const { log, old } = await move(server.url, movingProtocol(server.url, { closed }));
    const next = await server.client(2);
    next.send('welcome');
    await log.untilCalled('replaced');
    await old.closed;
    next.socket.close(4001);
    await log.untilCalled('reconnecting');
    expect(codes).toEqual([4001]);
  });

  it('runs one replacement at a time', async () => {
    const protocol = movingProtocol(server.url);
    const { log, old } = await move(server.url, protocol, { stableMs: 0.001 });
    await server.client(2);
    old.send('move nonsense');
    old.send('say 1');
    await log.until(() => log.events.length === 1);
    expect(log.of('replaceFailed')).toEqual([]);
  });

  it('pauses between replacements that follow each other', async () => {
    const { log } = await move(server.url);
    const next = await server.client(2);
    next.send('welcome');
    await log.untilCalled('replaced');
    next.send('move nonsense');
    next.send('say 1');
    await log.until(() => log.events.length === 1);
    next.send('say 2');
    await log.until(() => log.events.length === 2);
    expect(log.of('replaceFailed')).toEqual([]);
  });

  it('counts the time before a replacement as time that the connection has lasted', async () => {
    let now = 0;
    const times = { now: () => now, stableMs: 5_000 };
    const { log } = connect(movingProtocol(server.url), times);
    (await server.client(1)).socket.terminate();
    const old = await server.client(2);
    await log.until(() => log.states.filter((state) => state === 'ready').length === 2);
    now += 3_000;
    old.send(`move ${server.url}`);
    await log.untilCalled('replaced');
    now += 3_000;
    (await server.client(3)).socket.terminate();
    await log.untilCalled('reconnecting', 2);
    expect(log.of('reconnecting')).toEqual([[10], [10]]);
  });

  it('sends its headers to the same host only', async () => {
    const other = await StandInServer.start();
    const connectTo = (): { url: string; headers: Record<string, string> } => ({
      url: server.url,
      headers: { Authorization: 'Bearer abc' },
    });
    const protocol = movingProtocol('', { connectTo });
    const { log } = await move(`${server.url}/same`, protocol, { stableMs: 0.001 });
    const same = await server.client(2);
    expect(same.request.headers.authorization).toBe('Bearer abc');
    same.send('welcome');
    await log.untilCalled('replaced');
    same.send(`move ${other.url}`);
    expect((await other.client(1)).request.headers.authorization).toBeUndefined();
    await stopConnections();
    await other.stop();
  });

  it.each(['ws+unix:/run/some.sock', 'http://127.0.0.1/', 'nonsense', ''])(
    'refuses a replacement at the address %j',
    async (url) => {
      const { log, old } = await move(url);
      expect(await log.untilCalled('replaceFailed')).toEqual(['invalid-address', undefined]);
      old.send('say 1');
      await log.until(() => log.events.length === 1);
    },
  );

  it('stops both connections', async () => {
    const before = openHandles();
    const { connection, log } = await move(server.url);
    await server.client(2);
    await connection.stop();
    await untilHandlesAre(before);
    expect(log.of('replaceFailed')).toEqual([]);
    expect(log.of('disconnected')).toEqual([['stopped', 1000]]);
  });

  it('stops while the old connection is closing', async () => {
    const before = openHandles();
    const protocol = movingProtocol(server.url);
    const { connection, log, old } = await move(server.url, protocol, { closeTimeoutMs: 60_000 });
    old.freeze();
    (await server.client(2)).send('welcome');
    await log.untilCalled('replaced');
    await connection.stop();
    old.socket.resume();
    await untilHandlesAre(before);
    expect(log.of('disconnected')).toEqual([['stopped', 1000]]);
  });
});
