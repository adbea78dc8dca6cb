import {
  Connection,
  SharedSockets,
  SourceError,
  type AfterClose,
  type SourceProtocol,
} from '#source';
import type { ConnectionLog } from './connection-log.js';
import { connect, stopConnections } from './connection-rig.js';
import { lineProtocol, openProtocol, saidEvent } from './line-protocol.js';
import { RawServer, StandInServer } from './stand-in-server.js';

/** The delays of `QUICK`: half of 20 ms, doubled up to half of 100 ms. */
const GROWING = [[10], [20], [40], [50], [50]];

function attemptsOf(log: ConnectionLog): unknown[] {
  return log.of('disconnected').map(([reason]) => reason);
}

describe(`${Connection.name} that loses its server`, () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it('waits longer and longer while the server closes right after accepting', async () => {
    server.onClient = (client) => client.socket.close(1001);
    const { log } = connect(openProtocol(server.url));
    await log.untilCalled('reconnecting', 5);
    expect(log.of('reconnecting')).toEqual(GROWING);
    expect(new Set(attemptsOf(log))).toEqual(new Set(['closed']));
  });

  it('waits longer and longer while nobody listens', async () => {
    const { connection, log } = connect(openProtocol('ws://127.0.0.1:1'));
    await log.untilCalled('reconnecting', 5);
    expect(log.of('reconnecting')).toEqual(GROWING);
    expect(log.of('disconnected')[0]).toEqual(['connect-failed', 'ECONNREFUSED']);
    expect(connection.status).toEqual({
      state: 'backoff',
      reason: 'connect-failed',
      code: 'ECONNREFUSED',
      failures: 5,
    });
  });

  it('waits a tenth of the time that it has been refused, once that is longer', async () => {
    let now = 0;
    const { log } = connect(openProtocol('ws://127.0.0.1:1'), {
      now: () => (now += 400),
      backoffFirstMs: 1_000_000,
      backoffRefusedLongestMs: 200,
    });
    await log.untilCalled('reconnecting', 5);
    const delays = log.of('reconnecting').map(([delayMs]) => delayMs as number);
    expect(delays[0]).toBe(50);
    expect(delays[4]).toBe(100);
  });

  it('tries at once when its circumstances changed', async () => {
    const patient = { backoffFirstMs: 1_000_000, backoffLongestMs: 1_000_000 };
    const { connection, log } = connect(openProtocol('ws://127.0.0.1:1'), patient);
    for (const times of [1, 2, 3]) {
      await log.untilCalled('reconnecting', times);
      expect(connection.status.failures).toBe(1);
      connection.retryNow();
      // Asked again it is on its way.
      connection.retryNow();
    }
    await log.untilCalled('disconnected', 4);
  });

  it('starts anew with the shortest delay when it is disconnected and connected again', async () => {
    const { connection, log } = connect(openProtocol('ws://127.0.0.1:1'));
    await log.untilCalled('reconnecting', 2);
    await connection.disconnect();
    expect(connection.status).toMatchObject({ state: 'idle', failures: 0 });
    connection.connect();
    await log.untilCalled('reconnecting', 3);
    expect(log.of('reconnecting')).toEqual([[10], [20], [10]]);
  });

  it('tells nothing of what ended before once it was left, though it only waited then', async () => {
    server.onClient = (client) => client.socket.close(4401);
    const refuses = { closed: () => ({ refused: 'Renew the token.' }) };
    const { connection, log } = connect(openProtocol(server.url, refuses));
    await log.untilCalled('refused');
    await connection.disconnect();
    expect(connection.status).toEqual({ state: 'idle', failures: 0 });
    server.onClient = () => {};
    for (const times of [2, 3]) {
      connection.connect();
      expect(connection.status).toEqual({ state: 'connecting', failures: 0 });
      await log.untilCalled('connected', times);
      await connection.disconnect();
    }
  });

  it('starts anew with the shortest delay once a connection has lasted', async () => {
    let now = 0;
    const { log } = connect(openProtocol(server.url), { now: () => now, stableMs: 5_000 });
    for (const nth of [1, 2, 3, 4]) {
      await log.untilCalled('connected', nth);
      now += nth === 3 ? 5_000 : 4_999;
      (await server.client(nth)).socket.terminate();
    }
    await log.untilCalled('reconnecting', 4);
    expect(log.of('reconnecting')).toEqual([[10], [20], [10], [20]]);
  });

  it('comes back at once when the server asks for it, but backs off when that repeats', async () => {
    server.onClient = (client) => client.socket.close(4200);
    const { log } = connect(openProtocol(server.url, { closed: () => 'reconnect-now' }));
    await log.untilCalled('reconnecting', 4);
    expect(log.of('reconnecting')).toEqual([[2], [20], [40], [50]]);
    expect(attemptsOf(log)).toEqual(Array(4).fill('server-asked'));
  });

  it('waits the longest delay for a room that is not live, and says that it is not', async () => {
    server.onClient = (client) => client.socket.close(4404);
    const { connection, log } = connect(openProtocol(server.url, { closed: () => 'slow' }));
    await log.untilCalled('reconnecting', 2);
    expect(log.of('reconnecting')).toEqual([[90], [90]]);
    expect(connection.hearing.report().room).toMatchObject({ state: 'ended' });
  });

  it('tries seldom again after a refusal, and shows the way out until it is accepted', async () => {
    server.onClient = (client) => client.socket.close(4401, 'bad token');
    const heard: unknown[] = [];
    const closed = (code: number, reason: string): AfterClose => {
      heard.push([code, reason]);
      return { refused: 'Renew the token.' };
    };
    const { connection, log } = connect(openProtocol(server.url, { closed }));
    expect(await log.untilCalled('refused')).toEqual(['Renew the token.']);
    expect(heard).toEqual([[4401, 'bad token']]);
    const told = { reason: 'source-refused', code: 4401 };
    expect(log.of('disconnected')).toEqual([[told.reason, told.code]]);
    expect(connection.status).toMatchObject({ ...told, refused: 'Renew the token.' });

    server.onClient = () => {};
    await log.untilCalled('connected', 2);
    expect(log.of('reconnecting')).toEqual([[180]]);
    expect(connection.status.refused).toBeUndefined();
  });

  it('reconnects for a cause that the protocol names, which outranks what closed says', async () => {
    const { log } = connect(
      openProtocol(server.url, {
        frame: (_, session) => session.reconnect('keepalive', 'slow'),
        closed: () => 'reconnect-now',
      }),
    );
    (await server.client(1)).send('x');
    expect(await log.untilCalled('disconnected')).toEqual(['protocol:keepalive', 1000]);
    expect(log.of('reconnecting')).toEqual([[90]]);
  });

  it('gives up an attempt that is not answered, and tries again', async () => {
    const deaf = await RawServer.start(() => {});
    const { log } = connect(openProtocol(deaf.url), { connectTimeoutMs: 20 });
    await log.untilCalled('reconnecting', 2);
    expect(attemptsOf(log)).toEqual(['connect-timeout', 'connect-timeout']);
    await deaf.stop();
  });

  it('counts no wait for the turn of a shared socket, and gives up one that is not answered', async () => {
    const deaf = await RawServer.start(() => {});
    const sharing = { topicOf: () => undefined, isGreeting: () => false, silenceMs: 60_000 };
    const shared = (url: string): SourceProtocol => {
      const { open } = new SharedSockets().placeFor({ ...sharing, account: url, url }, () => 'a');
      return openProtocol(url, { connectTo: () => ({ url, open, asksForTurn: true }) });
    };
    let begin!: () => void;
    const turn = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const times = { connectTimeoutMs: 20 };
    const { log } = connect(shared(server.url), { ...times, turnFor: async () => turn });
    const other = connect(shared(deaf.url), times);
    await other.log.untilCalled('reconnecting', 3);
    expect(attemptsOf(other.log).slice(0, 3)).toEqual(Array(3).fill('connect-timeout'));
    expect(log.states).toEqual(['connecting']);
    begin();
    await log.untilCalled('connected');
    await deaf.stop();
  });

  it('gives up a handshake that does not come, and tries again', async () => {
    const { log } = connect(lineProtocol(server.url), { handshakeTimeoutMs: 20 });
    await log.untilCalled('reconnecting', 2);
    expect(log.of('disconnected')[0]).toEqual(['handshake-timeout', 1000]);
    expect(log.of('connected')).toEqual([]);
  });

  it('gives up a protocol that does not say where to connect to, and aborts it', async () => {
    const signals: AbortSignal[] = [];
    const connectTo = (signal: AbortSignal): Promise<never> => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const { connection, log } = connect(openProtocol('', { connectTo }), { connectTimeoutMs: 10 });
    await log.untilCalled('reconnecting', 2);
    expect(attemptsOf(log)).toEqual(['connect-timeout', 'connect-timeout']);
    await log.until(() => connection.state === 'connecting' && signals.length === 3);
    await connection.stop();
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true, true]);
  });

  const rejections: readonly [string, Error, unknown[], number][] = [
    ['a source error', new SourceError('No room.'), ['source-refused', undefined], 10],
    ['slow', new SourceError('Not live.', { after: 'slow' }), ['source-refused', undefined], 90],
    ['any other error', new Error('fetch failed'), ['connect-failed', undefined], 10],
  ];
  for (const [name, error, end, delayMs] of rejections) {
    it(`backs off when the protocol cannot tell where to connect to: ${name}`, async () => {
      const { log } = connect(openProtocol('', { connectTo: () => Promise.reject(error) }));
      await log.untilCalled('reconnecting');
      expect(log.of('disconnected')).toEqual([end]);
      expect(log.of('reconnecting')).toEqual([[delayMs]]);
      expect(log.of('refused')).toEqual(error instanceof SourceError ? [[error.message]] : []);
    });
  }

  const addresses: readonly [string, Partial<{ url: string; headers: Record<string, string> }>][] =
    [
      ['a url of another scheme', { url: 'ws+unix:/run/secret.sock' }],
      ['no url', { url: 'secret' }],
      ['a header that HTTP cannot carry', { headers: { Authorization: 'secret\r\nX: y' } }],
    ];
  for (const [name, to] of addresses) {
    it(`tells the operator of an address that cannot be used, without quoting it: ${name}`, async () => {
      const { log } = connect(openProtocol('', { connectTo: () => ({ url: server.url, ...to }) }));
      const [sentence] = await log.untilCalled('refused');
      expect(sentence).toMatch(/must begin with ws:\/\/ or wss:\/\//);
      expect(sentence).not.toContain('secret');
      expect(log.of('disconnected')).toEqual([['invalid-address', undefined]]);
      expect(log.of('reconnecting')).toEqual([[90]]);
    });
  }

  const refusals: readonly [string, string, unknown, number, string | undefined][] = [
    ['401 Unauthorized', '', 'upgrade-401', 90, 'check the token or key'],
    ['403 Forbidden', '', 'upgrade-403', 90, 'check the token or key'],
    ['404 Not Found', '', 'upgrade-404', 90, 'check the url and the room'],
    ['429 Too Many Requests', 'Retry-After: 1', 'upgrade-429', 1000, 'too many connections'],
    ['429 Too Many Requests', 'Retry-After: 0', 'upgrade-429', 90, 'too many connections'],
    ['302 Found', 'Location: wss://other.example', 'upgrade-refused', 90, 'not followed'],
    ['503 Service Unavailable', 'Retry-After: soon', 'upgrade-refused', 10, undefined],
    ['503 Service Unavailable', 'Retry-After: 99999999999', 'upgrade-refused', 5000, undefined],
  ];
  for (const [status, header, reason, delayMs, sentence] of refusals) {
    it(`reports an upgrade answered with ${status} (${header}) and obeys it`, async () => {
      const refusing = await RawServer.start((socket) => {
        socket.write(`HTTP/1.1 ${status}\r\n${header === '' ? '' : `${header}\r\n`}\r\n`);
      });
      const { log } = connect(openProtocol(refusing.url), { retryAfterMaxMs: 5000 });
      expect(await log.untilCalled('disconnected')).toEqual([reason, Number(status.slice(0, 3))]);
      expect(await log.untilCalled('reconnecting')).toEqual([delayMs]);
      expect(log.of('refused')).toEqual(
        sentence === undefined ? [] : [[expect.stringContaining(sentence)]],
      );
      await stopConnections();
      await refusing.stop();
    });
  }

  it('lets the protocol judge a refused upgrade', async () => {
    const refusing = await RawServer.start((socket) => {
      socket.write('HTTP/1.1 401 Unauthorized\r\n\r\n');
    });
    const { connection, log } = connect(
      openProtocol(refusing.url, { upgradeRefused: (status) => ({ refused: `Got ${status}.` }) }),
    );
    expect(await log.untilCalled('refused')).toEqual(['Got 401.']);
    expect(connection.status).toMatchObject({ reason: 'upgrade-401', refused: 'Got 401.' });
    expect(await log.untilCalled('reconnecting')).toEqual([180]);
    await stopConnections();
    await refusing.stop();
  });

  it('goes on through a server that goes away and comes back', async () => {
    server.onClient = (client) => client.send('say 1');
    const { log } = connect(openProtocol('', { connectTo: () => ({ url: server.url }) }));
    await log.until(() => log.events.length === 1);
    await server.stop();
    await log.untilCalled('disconnected', 3);
    server = await StandInServer.start();
    server.onClient = (client) => client.send('say 2');
    await log.until(() => log.events.length === 2);
    expect(log.events).toEqual([saidEvent(1), saidEvent(2)]);
  });
});
