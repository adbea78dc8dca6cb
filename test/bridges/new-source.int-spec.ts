import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { genericChat } from '../support/generic-chat.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay } from '../support/relay-in-process.js';
import { Stage } from '../support/stage.js';

/** A live chat of YouTube in which nobody speaks. */
async function quietYouTube(stage: Stage): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ items: [], nextPageToken: 't', pollingIntervalMillis: 500 }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stage.opens({ stop: async () => void server.close() });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a bridge that is given another source, or is to be connected at all times', () => {
  it(
    'has no metrics of how the one before stood: whether it rests, is deaf, or has quota left',
    Stage.of(async (stage) => {
      const rooms = [{ roomId: 'live' }, { roomId: 'dark', jobId: null }];
      const simulator = stage.opens(await new Simulator({ chatRate: 0, rooms }).start());
      const [live, dark] = [{ roomId: 'live' }, { roomId: 'dark' }];
      const away = { type: 'websocket', mapping: GENERIC_MAPPING, url: 'ws://127.0.0.1:1' };
      const youTube = {
        type: 'youtube',
        url: await quietYouTube(stage),
        apiKey: 'k',
        liveChatId: 'c',
        quotaPerDay: 10_000,
      };
      const relay = stage.opens(
        await startRelay({
          redis: await RedisServer.shared(),
          simulator,
          bridges: [
            { name: 'rests', source: away, target: dark, connect: 'while-live' },
            { name: 'deaf', source: genericChat(simulator, 'a'), target: live },
            { name: 'moves', source: genericChat(simulator, 'b'), target: live },
            { name: 'counted', source: youTube, target: live },
          ],
        }),
      );
      const shown = async (series: string): Promise<number | undefined> => {
        const lines = String((await relay.metrics.text()).body).split('\n');
        const line = lines.find((one) => one.startsWith(`${series} `));
        return line === undefined ? undefined : Number(line.slice(series.length + 1));
      };
      const shows = async (series: string, value: number | undefined): Promise<unknown> =>
        eventually(async () => (await shown(series)) === value, `${series} is ${value}`, 60_000);
      await shows('relay_source_resting{bridge="rests"}', 1);
      await shows('relay_source_wanted{bridge="rests"}', 0);
      await shows('relay_source_connected{bridge="deaf"}', 1);
      await shows('relay_source_connected{bridge="moves"}', 1);
      simulator.steerChat('generic', 'garbage', { frames: 5 });
      await shows('relay_source_deaf{bridge="deaf"}', 1);
      await shows('relay_source_deaf{bridge="moves"}', 1);
      const quota = 'relay_source_quota_left{bridge="counted"}';
      await eventually(async () => ((await shown(quota)) ?? 0) > 0, 'its quota is counted');

      relay.rewrite({
        bridges: [
          { name: 'rests', source: away, target: dark },
          { name: 'deaf', source: away, target: live },
          {
            name: 'moves',
            source: genericChat(simulator, 'b'),
            target: dark,
            connect: 'while-live',
          },
          { name: 'counted', source: away, target: live },
        ],
      });
      await shows('relay_source_resting{bridge="rests"}', undefined);
      await shows('relay_source_wanted{bridge="rests"}', 1);
      await shows('relay_source_resting{bridge="moves"}', 1);
      await shows('relay_source_deaf{bridge="moves"}', undefined);
      await shows('relay_source_deaf{bridge="deaf"}', undefined);
      await shows(quota, undefined);
    }),
  );
});
