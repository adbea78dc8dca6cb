import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { ensureBuilt } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { RelayProcess } from '../support/relay-process.js';
import { ShiftedClock } from '../support/shifted-clock.js';

ensureBuilt();

const AHEAD_SECONDS = 120;
const MEMORY_MAX = 512 * 1024 * 1024;
const RULES = [
  {
    rule_name: 'all',
    event_type: 1,
    hit_condition: {
      relation: 'AND',
      tags: [{ tag: 'content', operation: 'NONE', match: 'REGEX', value: '.' }],
    },
    trigger: { time_window: 0 },
  },
];

/** A live chat of YouTube in which nobody speaks. */
async function quietYouTube() {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ items: [], nextPageToken: 't', pollingIntervalMillis: 500 }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe('the metrics of what is rare', () => {
  it('show answers that wait, rooms without a job, a clock that is off, quotas, and what was mended', async () => {
    const redis = await RedisServer.start({ settings: { maxmemory: String(MEMORY_MAX) } });
    const simulator = await new Simulator({
      chatRate: 20,
      // Whoever speaks so long leaves answers waiting.
      speakingMs: 600_000,
      rooms: [
        { roomId: 'live', rules: RULES },
        { roomId: 'dark', jobId: null },
      ],
    }).start();
    const youTube = await quietYouTube();
    const clock = new ShiftedClock();
    clock.shift(AHEAD_SECONDS);
    const chat = (room: string): object => ({
      type: 'websocket',
      url: simulator.chatUrls.generic,
      onOpen: [JSON.stringify({ op: 'subscribe', room })],
      mapping: GENERIC_MAPPING,
    });
    const { url } = youTube;
    const relay = await RelayProcess.spawn({
      redisUrl: redis.url,
      simulator,
      prefix: 'rare',
      metastudio: { answerChecksPerSecond: 1 },
      environment: clock.environment,
      bridges: [
        { name: 'heard', source: chat('a'), target: { roomId: 'live' } },
        { name: 'waits', source: chat('b'), target: { roomId: 'dark' } },
        { name: 'rests', source: chat('c'), target: { roomId: 'dark' }, connect: 'while-live' },
        {
          name: 'counted',
          source: { type: 'youtube', url, apiKey: 'k', liveChatId: 'c', quotaPerDay: 10_000 },
          target: { roomId: 'live' },
        },
      ],
    });
    try {
      await relay.ready();
      const shown = async (series: string, is: (value: number) => boolean): Promise<void> => {
        const start = `${series} `;
        await eventually(async () => {
          const lines = (await (await relay.get('/metrics')).text()).split('\n');
          const line = lines.find((one) => one.startsWith(start));
          return line !== undefined && is(Number(line.slice(start.length)));
        }, `${series} is what it should be`);
      };
      await shown('relay_answers_waiting{bridge="heard"}', (value) => value > 0);
      await shown('relay_room_without_job{bridge="waits"}', (value) => value === 1);
      await shown('relay_room_without_job{bridge="heard"}', (value) => value === 0);
      await shown('relay_source_resting{bridge="rests"}', (value) => value === 1);
      await shown('relay_source_quota_left{bridge="counted"}', (value) => {
        return value > 0 && value < 10_000;
      });
      const isBehind = (skew: number): boolean => skew < -AHEAD_SECONDS / 2;
      await shown('relay_clock_skew_seconds{project="default"}', isBehind);
      await shown('relay_redis_memory_max_bytes', (value) => value === MEMORY_MAX);
      const startedAt = Date.now() / 1000 + AHEAD_SECONDS;
      await shown(
        'relay_config_last_reload_success_timestamp_seconds',
        (at) => Math.abs(at - startedAt) < AHEAD_SECONDS,
      );
      simulator.startRoom('dark');
      await shown('relay_room_without_job{bridge="waits"}', (value) => value === 0);
      await shown('relay_source_resting{bridge="rests"}', (value) => value === 0);
      await redis.restart();
      await shown('relay_repairs_total{what="schedule"}', (value) => value > 0);
    } finally {
      await relay.end();
      await simulator.stop();
      youTube.server.close();
      await clock.stop();
      await redis.stop();
    }
  });
});
