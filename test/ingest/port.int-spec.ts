import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';
import { IngestRig, type IngestSetup } from './ingest-rig.js';

const TOKEN = 'a-token-of-the-bridge';
const OPERATOR = 'a-token-of-32-characters-or-more';
const UPGRADE = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13`;

async function start(stage: Stage, setup: Partial<IngestSetup> = {}): Promise<IngestRig> {
  const redis = await RedisServer.shared();
  const sources = { shop: { type: 'push', token: TOKEN } };
  const environment = { RELAY_API_TOKEN: OPERATOR };
  return stage.opens(await IngestRig.start({ redis, sources, environment, ...setup }));
}

/** Connections that send this and never end by themselves. */
async function hold(stage: Stage, rig: IngestRig, text: string, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => {
    return connect({ port: rig.port, host: '127.0.0.1', allowHalfOpen: true });
  });
  stage.opens({ stop: async () => sockets.forEach((socket) => socket.destroy()) });
  await Promise.all(
    sockets.map(async (socket) => {
      await once(
        socket.on('error', () => {}),
        'connect',
      );
      socket.write(text);
    }),
  );
  return sockets;
}

async function dropped(rig: IngestRig, reason: string): Promise<number> {
  const line = `relay_connections_dropped_total{reason="${reason}"} `;
  const { body } = await rig.metrics.text();
  return Number(
    String(body)
      .split('\n')
      .find((one) => one.startsWith(line))
      ?.slice(line.length) ?? 0,
  );
}

async function expectHealth(rig: IngestRig): Promise<void> {
  const headers = { authorization: `Bearer ${OPERATOR}` };
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    expect([path, (await rig.ask('GET', path, headers)).status]).toEqual([path, 200]);
  }
}

describe('the port', () => {
  it.concurrent(
    'closes a thousand refused clients that do not close, and answers meanwhile',
    Stage.of(async (stage) => {
      const rig = await start(stage);
      const paths = ['/ingest/shop', '/ingest/none', '/healthz', '/nowhere'];
      for (const path of paths) {
        await hold(
          stage,
          rig,
          `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${UPGRADE}\r\n\r\n`,
          280,
        );
        await expectHealth(rig);
      }
      const gone = async () => (await dropped(rig, 'lingering')) + (await dropped(rig, 'crowded'));
      await eventually(async () => (await gone()) === 1120, 'all of them are dropped');
    }),
  );

  it.concurrent.each([
    ['say nothing', ''],
    ['send half a header', 'GET /healthz HTTP/1.1\r\nHost: loc'],
    ['rest after an answer', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['rest after a refusal', 'GET /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    [
      'send half a body where none is wanted',
      'POST /api/status HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    ],
    [
      'send half a body without a token',
      'POST /ingest/shop HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{',
    ],
  ])(
    'answers others, and keeps pushing clients, beside many that %s',
    // Each on a stage of its own.
    (_, text) =>
      Stage.of(async (stage) => {
        const rig = await start(stage, { slots: { strangersMax: 12, askingMax: 8 } });
        const pusher = await rig.socket(`shop?token=${TOKEN}`);
        for (let i = 0; i < 3; i++) {
          await hold(stage, rig, text, 30);
          await expectHealth(rig);
        }
        expect(await dropped(rig, 'crowded')).toBeGreaterThan(0);
        const event = { type: 'comment', id: '1', user: { id: '7', name: 'Ann' }, text: 'here' };
        pusher.send(JSON.stringify(event));
        await eventually(async () => (await rig.buffered()).length === 1, 'the push is taken');
        expect((await rig.post(`shop?token=${TOKEN}`, { ...event, id: '2' })).status).toBe(202);
      })(),
  );

  it.concurrent(
    '429: refuses more WebSockets than it has room for',
    Stage.of(async (stage) => {
      const rig = await start(stage, { slots: { knownMax: 1 } });
      await rig.socket(`shop?token=${TOKEN}`);
      await expect(rig.socket(`shop?token=${TOKEN}`)).rejects.toThrow('status 429');
      await expectHealth(rig);
    }),
  );
});
