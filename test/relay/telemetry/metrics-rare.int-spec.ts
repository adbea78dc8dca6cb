import { createServer } from 'node:http';
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import type { AddressInfo } from 'node:net';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { ensureBuilt } from '../../support/built-relay.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { RelayProcess } from '../../support/relay-process.js';
import { ShiftedClock } from '../../support/shifted-clock.js';
import { genericChat } from '../../support/generic-chat.js';

ensureBuilt();

const AHEAD_SECONDS = 120;
const MISLED = 'relay_buffer_overdue_seconds{bridge="misled"}';
const WAITING = 'relay_answers_waiting{bridge="heard"}';
const MENDED = 'relay_repairs_total{what="schedule"}';
const SKEW = 'relay_clock_skew_seconds{project="default"}';
const QUOTA = 'relay_source_quota_left{bridge="counted"}';
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
  it('show answers that wait, rooms without a job and rooms that are not there, a clock that is off, quotas, and what was mended', async () => {
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
    const chat = (channel: string) => genericChat(simulator, channel);
    const { url } = youTube;
    const startedAt = Date.now() / 1000;
    const relay = await RelayProcess.spawn({
      redisUrl: redis.url,
      simulator,
      prefix: 'rare',
      metastudio: { answerChecksPerSecond: 1 },
      environment: clock.environment,
      bridges: [
        { name: 'heard', source: chat('a'), target: { roomId: 'live' } },
        { name: 'waits', source: chat('b'), target: { roomId: 'dark' } },
        { name: 'misled', source: chat('d'), target: { roomId: 'nowhere' } },
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
      const scrape = async (): Promise<Map<string, number>> => {
        const lines = (await (await relay.get('/metrics')).text()).split('\n');
        const rows = lines.filter((line) => line !== '' && !line.startsWith('#'));
        return new Map(
          rows.map((row) => [row.slice(0, row.lastIndexOf(' ')), Number(row.split(' ').at(-1))]),
        );
      };
      /** What a scrape shows of these series, once they are as they should be, or for good. */
      const shows = async (wanted: Readonly<Record<string, number>>) => {
        const seen = async () => {
          const now = await scrape();
          return Object.fromEntries(Object.keys(wanted).map((one) => [one, now.get(one)]));
        };
        const isAsWanted = async (): Promise<boolean> => isDeepStrictEqual(await seen(), wanted);
        await eventually(isAsWanted, Object.keys(wanted).join(), 60_000).catch(() => {});
        expect(await seen()).toEqual(wanted);
      };
      await shows({
        'relay_room_without_job{bridge="waits"}': 1,
        'relay_room_without_job{bridge="heard"}': 0,
        'relay_buffer_overdue_seconds{bridge="waits"}': 0,
        'relay_source_resting{bridge="rests"}': 1,
        relay_redis_memory_max_bytes: MEMORY_MAX,
      });
      const valueOf = async (series: string): Promise<number> =>
        (await scrape()).get(series) ?? NaN;
      await eventually(async () => (await valueOf(MISLED)) > 0, 'a missing room is told of');
      await eventually(async () => (await valueOf(WAITING)) > 0, 'answers wait');
      await eventually(async () => (await valueOf(SKEW)) < 0, 'the clock is off');
      await eventually(async () => (await valueOf(QUOTA)) > 0, 'the quota is counted');
      const told = await scrape();
      expect(told.get(SKEW)).toBeLessThan(-AHEAD_SECONDS / 2);
      expect(told.get(QUOTA)).toBeGreaterThan(0);
      expect(told.get(QUOTA)).toBeLessThan(10_000);
      const reloadedAt = told.get('relay_config_last_reload_success_timestamp_seconds')!;
      // By the clock that is ahead.
      expect(reloadedAt).toBeGreaterThan(startedAt + AHEAD_SECONDS / 2);
      simulator.startRoom('dark');
      await shows({
        'relay_room_without_job{bridge="waits"}': 0,
        'relay_source_resting{bridge="rests"}': 0,
      });
      await redis.restart();
      await eventually(async () => (await valueOf(MENDED)) > 0, 'the schedule is mended');
    } finally {
      await relay.end();
      await simulator.stop();
      youTube.server.close();
      await clock.stop();
      await redis.stop();
    }
  });
});
