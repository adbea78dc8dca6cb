import type { NoticesConfig } from '#config';
import {
  BufferKeys,
  connectBufferRedis,
  LedgerReader,
  NoticeDesk,
  redisReady,
} from '#event-buffer';
import { Secret } from '#secret';
import { Notifier } from '../../apps/relay/src/notices/notifier.js';
import { LedgerStatusReader } from '../../apps/relay/src/status/ledger-status.reader.js';
import { eventually, HANGS_MS } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';

const CONFIG: NoticesConfig = {
  channels: [],
  language: 'en',
  title: 'relay',
  kinds: new Set(['redis-away'] as const),
  afterMs: 0,
  recoveredAfterMs: 0,
  perHour: 20,
  quietHours: undefined,
};

describe('a process that does not tell, while Redis is away', () => {
  it(
    'asks whether it is back before it takes the turn to tell, so that who told of that comes first',
    Stage.of(async (stage) => {
      const redis = stage.opens(await RedisServer.start());
      const link = connectBufferRedis({ kind: 'url', url: new Secret(redis.url) }, () => {});
      stage.opens({ stop: async () => link.disconnect() });
      await redisReady(link, HANGS_MS);
      const keys = new BufferKeys('relay');
      const told = new NoticeDesk(link, keys, 'told-before');
      await told.keep();
      const desk = new NoticeDesk(link, keys, 'other');
      const answered: string[] = [];
      let failures = 0;
      const noted = async <T>(call: string, asked: Promise<T>): Promise<T> => {
        const answer = await asked;
        answered.push(call);
        return answer;
      };
      const notifier = new Notifier({
        config: CONFIG,
        machine: 'host',
        desk: {
          keep: async (book) => noted('keep', desk.keep(book)),
          holder: async () => noted('holder', desk.holder()),
          leave: async () => desk.leave(),
        },
        status: new LedgerStatusReader(new LedgerReader(link, keys)),
        refusal: async () => undefined,
        redisTrouble: () => undefined,
        emptiedAt: async () => 0,
        bridges: () => new Map(),
        sender: { send: async () => true, settled: async () => undefined },
        isLive: async () => undefined,
        listener: { told: () => {}, untold: () => {}, failed: () => void failures++ },
        lookEveryMs: 20,
      });
      stage.opens(notifier);
      notifier.start();
      await eventually(() => answered.includes('keep'), 'it has asked for the turn to tell');
      await redis.kill();
      await eventually(() => failures > 0, 'it gets no answer');
      answered.length = 0;
      await redis.restart();
      await eventually(() => answered.includes('keep'), 'it asks for the turn again');
      expect(answered[0]).toBe('holder');
    }),
  );
});
