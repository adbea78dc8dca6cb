import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { type WebSocket, WebSocketServer } from 'ws';
import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { ensureBuilt } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { RelayProcess } from '../support/relay-process.js';

ensureBuilt();

const PREFIX = 'secrets';
/** One for each place where a running relay has a secret; none is a word of anything else. */
const SECRETS = {
  AK: 'AKXQ71ACCESSKEYVALUE',
  SK: 'xq72SecretKeyOfFortyCharactersOrMore0000',
  AUTH_KEY: 'xq73-auth-key',
  PUSH_TOKEN: 'xq74-push-token',
  HEADER: 'xq75-header-token',
  QUERY: 'xq76-query-token',
  HELLO: 'xq77-first-message',
  API_TOKEN: 'xq78-api-token-of-thirty-two-chars',
  VIEWER_TOKEN: 'xq79-viewer-token-of-thirty-two-ch',
  STATE_KEY: 'xq80'.padEnd(43, 'A'),
  REDIS_PASSWORD: 'xq81-redis-password',
  WEBHOOK: 'xq82-webhook-path',
  SEALED: 'xq83-sealed-token',
  CALLBACK: 'xq84-callback-key',
} as const;

/** A chat and a webhook that say back whatever they were told: to the log, if it let them. */
async function echoes() {
  const told: string[] = [];
  const server = createServer((request, response) => {
    told.push(heardIn(request));
    response.writeHead(500, { 'x-echo': 'no' }).end(heardIn(request));
  }).listen(0, '127.0.0.1');
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    told.push(heardIn(request));
    sockets.handleUpgrade(request, socket, head, (client: WebSocket) => {
      client.on('error', () => {});
      client.on('message', (data: Buffer) => {
        const text = data.toString();
        told.push(text);
        client.send(JSON.stringify({ type: 'nobody-knows', echo: text }));
        client.send(`not JSON: ${heardIn(request)}`);
        client.close(4001, `refused: ${heardIn(request)}`.slice(0, 120));
      });
    });
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, told, port };
}

function heardIn({ url = '', headers }: IncomingMessage): string {
  return `${headers.authorization ?? ''} ${url}`;
}

/** All that Redis holds, keys and values. */
async function everythingIn(redis: Redis): Promise<string> {
  const texts: string[] = [];
  for (const key of await redis.keys('*')) {
    texts.push(key, (await redis.dumpBuffer(key))?.toString('latin1') ?? '');
  }
  return texts.join('\n');
}

describe('the secrets of a running relay', () => {
  it('stand in no log line, metric, answer of the API or key of Redis, whatever goes wrong', async () => {
    const redis = await RedisServer.start({ settings: { requirepass: SECRETS.REDIS_PASSWORD } });
    const simulator = await new Simulator({
      rooms: 1,
      accessKey: SECRETS.AK,
      secretKey: SECRETS.SK,
    }).start();
    const echo = await echoes();
    const at = `127.0.0.1:${echo.port}`;
    const target = { roomId: simulator.rooms[0]!.roomId, jobId: simulator.rooms[0]!.jobId };
    const relay = await RelayProcess.spawn({
      redisUrl: redis.url.replace('redis://', `redis://:${SECRETS.REDIS_PASSWORD}@`),
      simulator,
      prefix: PREFIX,
      trail: 'on',
      api: { allowHosts: ['127.0.0.1'] },
      metastudio: {
        authKey: { secret: '${AUTH_KEY}' },
        callbacks: {
          url: 'https://relay.example/callbacks/metastudio/default',
          key: '${CALLBACK}',
        },
      },
      environment: {
        ...SECRETS,
        RELAY_API_TOKEN: SECRETS.API_TOKEN,
        RELAY_VIEWER_TOKEN: SECRETS.VIEWER_TOKEN,
        RELAY_STATE_KEY: SECRETS.STATE_KEY,
        LOG_LEVEL: 'debug',
      },
      bridges: [
        {
          name: 'echoed',
          source: {
            type: 'websocket',
            url: `ws://${at}/chat?key=\${QUERY}`,
            headers: { authorization: 'Bearer ${HEADER}' },
            onOpen: ['{"token":"${HELLO}"}'],
            mapping: GENERIC_MAPPING,
          },
          target,
        },
        { name: 'pushed', source: { type: 'push', token: '${PUSH_TOKEN}' }, target },
      ],
    });
    const client = new Redis(redis.port, '127.0.0.1', { password: SECRETS.REDIS_PASSWORD });
    try {
      await relay.ready();
      const bearer = { authorization: `Bearer ${SECRETS.API_TOKEN}` };
      const json = { ...bearer, 'content-type': 'application/json' };
      const { port } = await relay.logged('started');
      const post = async (path: string, headers: Record<string, string>, body: string) =>
        fetch(`http://127.0.0.1:${port as number}${path}`, { method: 'POST', headers, body });
      const made = await post(
        '/api/bridges',
        json,
        JSON.stringify({
          name: 'made',
          source: {
            type: 'websocket',
            url: `ws://${at}/made`,
            headers: { authorization: `Bearer ${SECRETS.SEALED}` },
            onOpen: ['{"op":"hello"}'],
            mapping: GENERIC_MAPPING,
          },
          target,
        }),
      );
      expect([made.status, await made.clone().text()]).toEqual([201, expect.any(String)]);
      const everyone = [SECRETS.QUERY, SECRETS.HEADER, SECRETS.HELLO, SECRETS.SEALED];
      await eventually(
        () => everyone.every((secret) => echo.told.some((text) => text.includes(secret))),
        'the far end was told the secrets, and said them back',
      );
      simulator.fault({
        status: 401,
        body: { error_code: 'APIGW.0301', error_msg: `Incorrect IAM authentication ${SECRETS.AK}` },
      });
      for (const token of [SECRETS.PUSH_TOKEN, 'wrong']) {
        await post(
          '/ingest/pushed',
          { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          '{"type":"comment","user":{"id":"1","name":"Ann"},"text":"hello"}',
        );
      }
      await eventually(
        () => relay.log.some(({ event }) => event === 'target_paused'),
        'MetaStudio refuses the key',
      );
      await eventually(
        () => relay.log.filter(({ event }) => event === 'source_disconnected').length > 3,
        'the far end has closed several times',
      );
      const paths = ['status', 'bridges', 'bridges/echoed', 'bridges/made', 'audit', 'targets'];
      paths.push('settings', 'configuration/export', 'rooms', 'jobs', 'projects', 'dead-letters');
      const answers = await Promise.all(
        paths.map(async (path) => {
          const answer = await relay.get(`/api/${path}`, bearer);
          expect([path, answer.status]).toEqual([path, 200]);
          return answer.text();
        }),
      );
      const ready = await relay.get('/readyz', bearer);
      answers.push(await made.text(), await ready.text());
      const seen = {
        log: relay.log.map((line) => JSON.stringify(line)).join('\n'),
        metrics: await (await relay.get('/metrics')).text(),
        api: answers.join('\n'),
        redis: await everythingIn(client),
      };
      for (const [place, text] of Object.entries(seen)) {
        expect(text.length).toBeGreaterThan(100);
        const found = Object.entries(SECRETS).filter(([, secret]) => text.includes(secret));
        expect([place, found.map(([name]) => name)]).toEqual([place, []]);
      }
    } finally {
      client.disconnect();
      await relay.end();
      await simulator.stop();
      echo.server.closeAllConnections();
      echo.server.close();
      await redis.stop();
    }
  });
});
