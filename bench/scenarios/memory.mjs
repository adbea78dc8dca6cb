// Measures the memory of Redis for each waiting event, without a reporter.
import { onStage } from '../lib/stage.mjs';
import { relay } from '../lib/subjects.mjs';
import { waitingEvents } from './waiting.mjs';

const READ_ENTRIES = 1000;

export function memory(quick) {
  const events = quick ? 20_000 : 200_000;
  const dense = async (stage) => {
    await stage.flood(events);
    return events;
  };
  const sparse = async (stage) => {
    await stage.restart();
    return stage.pace(2000, quick ? 3 : 15);
  };
  return [
    { name: 'waiting-dense', title: 'one busy bridge', bridges: 1, feed: dense },
    { name: 'waiting-sparse', title: '10 quiet bridges', bridges: 10, feed: sparse },
  ].map(({ feed, ...rest }) => ({
    ...rest,
    group: 'memory',
    roundsMax: 2,
    run: async () => filled(rest.bridges, feed),
  }));
}

async function filled(bridges, feed) {
  const subject = relay({ roles: ['collector'] });
  return onStage({ subject, bridges }, async (stage) => {
    const events = await feed(stage);
    await waitingEvents(stage, events);
    const streams = await stage.redis.keys('*:events');
    const buffers = streams.filter((key) => key.includes('{'));
    const seen = await stage.redis.keys('*:seen');
    const figures = { fragmentBytes: 0, entries: 0, streamBytes: 0, dedupeBytes: 0 };
    for (const key of buffers) await addStream(stage.redis, key, figures);
    for (const key of seen) figures.dedupeBytes += await memoryOf(stage.redis, key);
    const allocated = await freedBy(stage.redis, buffers);
    const { fragmentBytes, streamBytes, dedupeBytes, entries } = figures;
    // `redisBytesPerEvent` is measured by deleting: MEMORY USAGE only guesses the nodes of a
    // stream's tree.
    return {
      events,
      eventsPerEntry: events / entries,
      fragmentBytesPerEvent: fragmentBytes / events,
      memoryUsagePerEvent: streamBytes / events,
      redisBytesPerEvent: allocated / events,
      overhead: allocated / fragmentBytes - 1,
      dedupeBytesPerEvent: dedupeBytes / events,
    };
  });
}

async function addStream(redis, key, figures) {
  figures.streamBytes += await memoryOf(redis, key);
  for (let from = '-'; ;) {
    const rows = await redis.xrangeBuffer(key, from, '+', 'COUNT', READ_ENTRIES);
    for (const [, fields] of rows) {
      const at = fields.findIndex((field, i) => i % 2 === 0 && field.toString() === 'd');
      figures.fragmentBytes += fields[at + 1].length;
    }
    figures.entries += rows.length;
    if (rows.length < READ_ENTRIES) return;
    from = `(${rows.at(-1)[0]}`;
  }
}

async function memoryOf(redis, key) {
  return redis.memory('USAGE', key, 'SAMPLES', 0);
}

/** The memory that Redis frees when keys are deleted. */
async function freedBy(redis, keys) {
  const used = async () => Number(/used_memory:(\d+)/u.exec(await redis.info('memory'))[1]);
  const before = await used();
  for (const key of keys) await redis.del(key);
  return before - (await used());
}
