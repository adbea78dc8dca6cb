import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { ConnectProxy } from '../support/connect-proxy.js';
import { eventually } from '../support/eventually.js';
import { StandInServer } from '../support/platforms/stand-in-server.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay } from '../support/relay-in-process.js';
import { Stage } from '../support/stage.js';
import { FarEnd } from './support/far-end.js';

/** More than a host is connected to in two seconds. */
const ROOMS = 50;
const HOST = 'platform.example';

describe('notices of many sources of one host that begin at once', () => {
  it(
    'tell of none that waits for its turn to connect, and of one that cannot be connected',
    Stage.of(async (stage) => {
      const simulator = stage.opens(await new Simulator({}).start());
      const platform = stage.opens(await StandInServer.start());
      const hook = await FarEnd.start(stage);
      const proxy = stage.opens(await ConnectProxy.start());
      proxy.names.set(`${HOST}:80`, new URL(platform.url).host);
      const { roomId, jobId } = simulator.rooms[0]!;
      const urls = [
        'ws://127.0.0.1:1',
        ...Array.from({ length: ROOMS }, (_, i) => `ws://${HOST}/${i}`),
      ];
      stage.opens(
        await startRelay({
          redis: await RedisServer.shared(),
          simulator,
          bridges: urls.map((url, i) => {
            const source = { type: 'websocket', mapping: GENERIC_MAPPING, url };
            return { name: `bridge-${i}`, source, target: { roomId, jobId } };
          }),
          notices: {
            channels: [{ type: 'webhook', url: hook.url }],
            language: 'en',
            afterSeconds: 1,
          },
          environment: { HTTP_PROXY: proxy.url(), NO_PROXY: '127.0.0.1' },
          times: { noticesMs: 100 },
        }),
      );
      await eventually(() => platform.open === ROOMS, 'all are connected', 60_000);
      const lost = () => [...hook.text.matchAll(/The source of (\S+) is not connected/gu)];
      await eventually(() => lost().length > 0, 'one is told');
      expect(lost().map(([, name]) => name)).toEqual(['bridge-0']);
    }),
    120_000,
  );
});
