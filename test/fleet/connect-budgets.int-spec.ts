import { text } from 'node:stream/consumers';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { ensureBuilt } from '../support/built-relay.js';
import { ConnectProxy } from '../support/connect-proxy.js';
import { eventually } from '../support/eventually.js';
import { bilibiliOperation, bilibiliPacket } from '../support/platforms/bilibili-open.js';
import { StandInServer, type StandInClient } from '../support/platforms/stand-in-server.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { RelayProcess } from '../support/relay-process.js';
import { Stage } from '../support/stage.js';

ensureBuilt();

const ROOMS = 70;
const CHANNELS = 30;
const STREAMS = 26;
const HOST = 'platform.example';

/** A platform that counts when each connection, each JOIN and each start of a session arrived. */
class Platform {
  readonly opened: number[] = [];
  readonly joined: number[] = [];
  readonly started: number[] = [];
  /** How many sockets each room has. */
  readonly open = new Map<string, number>();

  readonly answer = (request: IncomingMessage, response: ServerResponse): void => {
    void this.#answer(request, response);
  };

  readonly accept = (client: StandInClient): void => {
    const { socket, request } = client;
    const room = request.url ?? '';
    if (room.startsWith('/room-')) {
      this.opened.push(performance.now());
      this.#holds(room, client);
      return;
    }
    socket.on('message', (raw: Buffer) => {
      const said = raw.toString();
      const [, channel] = /^JOIN #(\w+)/u.exec(said) ?? [];
      if (channel !== undefined) {
        this.joined.push(performance.now());
        this.#holds(`#${channel}`, client);
        client.send(`:tmi.twitch.tv JOIN #${channel}`);
      } else if (bilibiliOperation(raw) === 7) {
        this.#holds(`stream ${said.slice(16)}`, client);
        client.send(bilibiliPacket(8, 1, '{"code":0}'));
      }
    });
  };

  get isHeard(): boolean {
    const counts = [...this.open.values()];
    return counts.filter((count) => count > 0).length === ROOMS + CHANNELS + STREAMS;
  }

  #holds(room: string, { closed }: StandInClient): void {
    this.open.set(room, (this.open.get(room) ?? 0) + 1);
    void closed.then(() => this.open.set(room, this.open.get(room)! - 1));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { code = '' } = JSON.parse(await text(request)) as { code?: string };
    const data = {
      game_info: { game_id: code },
      websocket_info: { auth_body: code, wss_link: [`ws://${HOST}/sub`] },
      anchor_info: {},
    };
    if (request.url === '/v2/app/start') this.started.push(performance.now());
    response.writeHead(200, { 'Content-Type': 'application/json', Connection: 'close' });
    response.end(JSON.stringify({ code: 0, message: '', data }));
  }
}

/** For how long this process may get nothing of a busy machine: what arrives meanwhile is seen in a bunch. */
const STALL_MS = 1000;

/** The most that arrived in a period, of those that any span holds, of whatever length. */
function mostIn(periodMs: number, times: readonly number[]): number {
  let most = 0;
  for (const [i, first] of times.entries()) {
    for (const [more, last] of times.slice(i).entries()) {
      const periods = Math.floor((last - first + STALL_MS) / periodMs) + 1;
      most = Math.max(most, (more + 1) / periods);
    }
  }
  return most;
}

function sources(): object[] {
  const url = `ws://${HOST}`;
  const keys = { appId: 1_700_000_000_001, accessKeyId: 'key-id-0123', accessKeySecret: '${KEY}' };
  return [
    ...Array.from({ length: ROOMS }, (_, i) => {
      return { type: 'websocket', url: `${url}/room-${i}`, mapping: GENERIC_MAPPING };
    }),
    ...Array.from({ length: CHANNELS }, (_, i) => ({
      type: 'twitch-irc',
      url,
      channel: `shop${i}`,
    })),
    ...Array.from({ length: STREAMS }, (_, i) => {
      return { type: 'bilibili-open', code: `CODE${i}`, apiUrl: `http://${HOST}`, ...keys };
    }),
  ];
}

describe('the paces of platforms', () => {
  it(
    'hold where they count, as three collectors start at once and as one is killed',
    Stage.of(async (stage) => {
      const platform = new Platform();
      const server = stage.opens(await StandInServer.start(platform.answer));
      server.onClient = platform.accept;
      const proxy = stage.opens(await ConnectProxy.start());
      proxy.names.set(`${HOST}:80`, new URL(server.url).host);
      const redis = stage.opens(await RedisServer.start());
      const simulator = stage.opens(await new Simulator({}).start());
      const { roomId, jobId } = simulator.rooms[0]!;
      const bridges = sources().map((source, i) => {
        return { name: `bridge-${i}`, source, target: { roomId, jobId } };
      });
      const setup = {
        redisUrl: redis.url,
        simulator,
        prefix: uniquePrefix().replace(':', '-'),
        bridges,
        roles: 'collector',
        environment: { HTTP_PROXY: proxy.url(), NO_PROXY: '127.0.0.1', KEY: 'key-secret-0123' },
      };
      const start = async (): Promise<RelayProcess> => {
        const collector = await RelayProcess.spawn(setup);
        stage.opens({ stop: async () => collector.end() });
        return collector;
      };
      const collectors = await Promise.all([start(), start(), start()]);
      await eventually(() => platform.isHeard, 'every room is heard', 90_000);
      const held = await Promise.all(
        collectors.map(async (one) => one.metric('relay_leases_held')),
      );
      collectors[held.indexOf(Math.max(...held))]!.signal('SIGKILL');
      await eventually(() => !platform.isHeard, 'sockets are closed');
      await eventually(() => platform.isHeard, 'every room is heard again', 90_000);
      expect(mostIn(1000, platform.opened)).toBeLessThanOrEqual(20);
      expect(mostIn(1000, platform.started)).toBeLessThanOrEqual(8);
      expect(mostIn(10_000, platform.joined)).toBeLessThanOrEqual(20);
    }),
    240_000,
  );
});
