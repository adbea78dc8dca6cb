import { TrailStream } from '#event-buffer';
import type { LiveEvent } from '#live-event';
import { TrailScribe } from '../../apps/relay/src/trail/trail-words.js';
import { TrailWriter } from '../../apps/relay/src/trail/trail-writer.js';
import { TRAIL_MS } from '../../apps/relay/src/trail/trail-record.js';
import { BufferRig, TARGET } from '../event-buffer/support/buffer-rig.js';
import { RedisServer } from '../support/redis-server.js';
import { ShiftedClock } from '../support/shifted-clock.js';
import { Stage } from '../support/stage.js';

const USER = { userId: 'douyin_1', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
/** What comes at which time, by Redis's clock. */
const CAME = [
  [8 * 3600, 'ahead'],
  [0, 'first'],
  [500, 'before'],
  [1000, 'now'],
] as const;

function fail(error: Error): void {
  throw error;
}

it(
  'a trail tells of the last ten minutes alone, also after a clock of Redis that was ahead is set back',
  Stage.of(async (stage) => {
    const clock = stage.opens(new ShiftedClock());
    const server = stage.opens(await RedisServer.start({ environment: clock.environment }));
    const rig = await BufferRig.open(server);
    stage.opens({ stop: async () => Promise.resolve(rig.close()) });
    const { redis, keys } = rig;
    const comes = async (text: string): Promise<void> => {
      const scribe = new TrailScribe({ kept: 'plain', salt: '' });
      const writer = new TrailWriter({ redis, keys, scribe, failed: fail });
      const event: LiveEvent = { type: 'comment', user: USER, text };
      writer.of(TARGET, 'shop').came(event, Date.now(), () => text, '', '');
      await writer.stop();
    };
    for (const [seconds, text] of CAME) {
      clock.shift(seconds);
      await comes(text);
    }
    const records: string[] = [];
    for await (const some of new TrailStream(redis, keys).read(TARGET, TRAIL_MS)) {
      records.push(...some);
    }
    const texts = CAME.map(([, text]) => text);
    const told = texts.filter((text) => records.some((record) => record.includes(`"${text}"`)));
    expect(told).toEqual(['before', 'now']);
  }),
);
