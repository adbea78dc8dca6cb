import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { RedisLink } from '../../event-buffer/support/redis-link.js';
import { answered } from '../../support/answered.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';

const ROOMS = 4;
const EVENTS_EACH = 6000;
/** A fifth of what comes, and more than what Node has read of each socket before it can be held. */
const SPILL_BYTES_MAX = 1_000_000;
/** How far Redis is, in ms: it takes events more slowly than they could be read. */
const WAY_MS = 10;
const MAPPING = {
  platform: 'flood',
  rules: [
    { when: { type: 'chat' }, event: 'comment', id: 'id', user: { name: 'by' }, text: 'text' },
  ],
};

/** A chat that says everything at once to whoever connects. */
async function startFlood(): Promise<WebSocketServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    for (let i = 0; i < EVENTS_EACH; i++) {
      socket.send(
        JSON.stringify({ type: 'chat', id: `m${i}`, by: 'kim', text: `a question, ${i}` }),
      );
    }
  });
  await once(server, 'listening');
  return server;
}

describe('a flood over several sockets', () => {
  it('waits in the sockets while Redis answers: nothing is shed, with memory for a fifth of the events', async () => {
    const redis = await RedisServer.start({});
    const simulator = await new Simulator({ rooms: ROOMS }).start();
    const flood = await startFlood();
    const { port } = flood.address() as AddressInfo;
    const bridges = simulator.rooms.map(({ roomId, jobId }, i) => ({
      name: `bridge-${i}`,
      source: { type: 'websocket', url: `ws://127.0.0.1:${port}`, mapping: MAPPING },
      target: { roomId, jobId },
    }));
    const link = await RedisLink.open(redis);
    link.wayMs = WAY_MS;
    const environment = { RELAY_ROLES: 'collector', REDIS_URL: link.url };
    const setup = { redis, simulator, bridges, environment, spillBytesMax: SPILL_BYTES_MAX };
    const relay = await startRelay(setup);
    try {
      const { ledger } = relay.relay;
      const rows = async () =>
        answered(async () => {
          const targets = await ledger.targets();
          return (await Promise.all(targets.map(async (one) => ledger.rowsOf(one)))).flat();
        });
      const all = { received: EVENTS_EACH, waiting: EVENTS_EACH, dropped: {} };
      await eventually(async () => {
        const received = (await rows()).reduce((sum, row) => sum + row.received, 0);
        return received === ROOMS * EVENTS_EACH;
      }, 'everything is received');
      const found = (await rows()).map(({ received, waiting, dropped }) => {
        return { received, waiting, dropped };
      });
      expect(found).toEqual(Array.from({ length: ROOMS }, () => all));
    } finally {
      await relay.stop();
      flood.close();
      for (const client of flood.clients) client.terminate();
      await simulator.stop();
      await link.cut();
      await redis.stop();
    }
  });
});
