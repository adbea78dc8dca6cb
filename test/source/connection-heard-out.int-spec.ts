import { Connection, SharedSockets, type Sharing } from '#source';
import { connect, stopConnections } from './connection-rig.js';
import { lineProtocol, openProtocol, saidEvent } from './line-protocol.js';
import { StandInServer, type StandInClient } from './stand-in-server.js';

/** Long enough for a server that is busy; a test that does not answer the close sets a short one. */
const PATIENT = { closeTimeoutMs: 60_000 };

function say(client: StandInClient, ...numbers: readonly number[]): void {
  for (const number of numbers) client.send(`say ${number}`);
}

describe(`${Connection.name} that is left, and heard out`, () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  /** A connection to a server that reads nothing for now, and so does not know that it is left. */
  async function withBusyServer(options: object = PATIENT) {
    const made = connect(openProtocol(server.url), options);
    await made.log.untilCalled('connected');
    const client = await server.client(1);
    client.socket.pause();
    return { ...made, client };
  }

  it.each(['stop', 'disconnect'] as const)(
    'hands on what its server sent until it knew: %s',
    async (how) => {
      const { connection, log, client } = await withBusyServer();
      const gone = connection[how]({ isHeardOut: true });
      say(client, 1, 2, 3);
      client.socket.resume();
      await gone;
      expect(log.of('disconnected')).toEqual([['stopped', 1000]]);
      expect(log.events).toEqual([1, 2, 3].map(saidEvent));
    },
  );

  it('hands on what has come also where this process stands still until it gives its server up', async () => {
    const { connection, log, client } = await withBusyServer({ closeTimeoutMs: 100 });
    const gone = connection.stop({ isHeardOut: true });
    say(client, 1, 2, 3);
    for (const begin = performance.now(); performance.now() - begin < 200;);
    await gone;
    expect(log.of('disconnected')).toEqual([['stopped', 1006]]);
    expect(log.events).toEqual([1, 2, 3].map(saidEvent));
  });

  it('reads what waits in a socket that is paused', async () => {
    const { connection, log, client } = await withBusyServer();
    connection.pause();
    say(client, 1);
    const gone = connection.stop({ isHeardOut: true });
    client.socket.resume();
    await gone;
    expect(log.events).toEqual([saidEvent(1)]);
  });

  it('reads on though it is braked then: what its server sent would be cut off with the socket', async () => {
    const { connection, log, client } = await withBusyServer({ closeTimeoutMs: 1000 });
    const gone = connection.disconnect({ isHeardOut: true });
    connection.pause();
    say(client, 1, 2, 3);
    client.socket.resume();
    await gone;
    expect(log.of('disconnected')).toEqual([['stopped', 1000]]);
    expect(log.events).toEqual([1, 2, 3].map(saidEvent));
  });

  it('waits no longer than for any other for a server that talks on', async () => {
    const { connection, log, client } = await withBusyServer({ closeTimeoutMs: 100 });
    const talk = setInterval(() => say(client, 1), 5);
    await connection.stop({ isHeardOut: true });
    clearInterval(talk);
    expect(log.of('disconnected')).toEqual([['stopped', 1006]]);
    expect(log.events.length).toBeGreaterThan(0);
  });

  it('hands nothing on any more where it is then left without being heard out', async () => {
    const { connection, log, client } = await withBusyServer();
    const gone = connection.disconnect({ isHeardOut: true });
    void connection.disconnect();
    say(client, 1);
    client.socket.resume();
    await gone;
    expect(log.events).toEqual([]);
  });

  it('tells nothing of a room that another process still tells of', async () => {
    const { connection, log, client } = await withBusyServer();
    connection.kept.begin();
    const gone = connection.stop({ isHeardOut: true });
    say(client, 1);
    client.socket.resume();
    await gone;
    expect(log.events).toEqual([]);
  });

  it('takes no handshake that is left half-way for begun: a protocol would go on with it', async () => {
    const { connection, log } = connect(lineProtocol(server.url), PATIENT);
    await log.until(({ states }) => states.includes('handshaking'));
    const client = await server.client(1);
    client.socket.pause();
    const gone = connection.stop({ isHeardOut: true });
    client.send('welcome');
    say(client, 1);
    client.socket.resume();
    await gone;
    expect(log.of('received')).toEqual([]);
  });

  /** Two lines on one socket, to a server that reads nothing for now. */
  async function withSharedSocket(options: object) {
    const sockets = new SharedSockets();
    const sharing: Sharing = {
      account: 'one',
      url: server.url,
      topicOf: (frame) => (Number(frame.toString().slice(4)) % 2 === 0 ? 'even' : 'odd'),
      isGreeting: () => false,
      silenceMs: 60_000,
    };
    const lines = ['odd', 'even'].map((topic) => {
      const { open } = sockets.placeFor(sharing, () => topic);
      const connectTo = () => ({ url: server.url, open });
      return connect(openProtocol(server.url, { connectTo }), options);
    });
    await Promise.all(lines.map(async ({ log }) => log.untilCalled('connected')));
    const client = await server.client(1);
    client.socket.pause();
    return { lines, client };
  }

  it('hands on what is sent to all that leave a shared socket at once', async () => {
    const { lines, client } = await withSharedSocket(PATIENT);
    const gone = lines.map(async ({ connection }) => connection.stop({ isHeardOut: true }));
    say(client, 1, 2, 3);
    client.socket.resume();
    await Promise.all(gone);
    expect(lines.map(({ log }) => log.events)).toEqual([
      [saidEvent(1), saidEvent(3)],
      [saidEvent(2)],
    ]);
    expect(server.openMost).toBe(1);
  });

  it('hands on what waits for one that leaves a shared socket while another stays', async () => {
    const { lines, client } = await withSharedSocket(PATIENT);
    const [odd, even] = lines;
    say(client, 1, 2, 3);
    await odd!.connection.stop({ isHeardOut: true });
    expect(odd!.log.events).toEqual([saidEvent(1), saidEvent(3)]);
    say(client, 4, 5);
    await even!.log.until(({ events }) => events.length === 2);
    client.socket.resume();
    expect([odd!.log.events.length, server.open]).toEqual([2, 1]);
  });

  it('is given up on a shared socket that is not read, after its time, while another stays', async () => {
    const { lines } = await withSharedSocket({ closeTimeoutMs: 50 });
    const [odd, even] = lines;
    await odd!.connection.stop({ isHeardOut: true });
    expect([odd!.log.of('disconnected'), even!.log.of('disconnected')]).toEqual([
      [['stopped', 1000]],
      [],
    ]);
  });

  it('reads no more of a shared socket than it has room for, where its server floods all that have left', async () => {
    const { lines, client } = await withSharedSocket(PATIENT);
    const gone = lines.map(async ({ connection }) => connection.stop({ isHeardOut: true }));
    const flood = Buffer.alloc(1024 ** 2);
    for (let n = 0; n < 32; n++) client.socket.send(flood, { compress: false });
    // Some turns are enough for all of it to come.
    for (let turns = 0; turns < 1000; turns++)
      await new Promise((resolve) => setImmediate(resolve));
    // More than a socket holds on its way.
    expect(client.socket.bufferedAmount).toBeGreaterThan(16 * 1024 ** 2);
    client.socket.terminate();
    await Promise.all(gone);
  });
});
