// One measured run: everything started anew, fed, watched until the last event was accepted.
import { Redis } from 'ioredis';
import { costOf, startChild, startRedis, stop } from './children.mjs';

const WARM_UP_EVENTS = 20_000;
const GIVE_UP_MS = 120_000;

/**
 * Floods a subject with events and waits until all were accepted.
 *
 * @returns throughput, and what it cost.
 */
export async function flood(subject, { bridges, events, sinkLatencyMs = 0 }) {
  const stage = await setStage(subject, bridges, sinkLatencyMs);
  try {
    const each = Math.ceil(events / bridges);
    const warm = Math.max(1, Math.ceil(WARM_UP_EVENTS / bridges));
    await stage.feeder.ask({ prepare: { bridges, events: warm } }, 'prepared');
    await stage.feeder.ask({ flood: true }, 'flooded');
    await stage.accepted(warm * bridges);
    await stage.feeder.ask({ prepare: { bridges, events: each, from: warm } }, 'prepared');
    await stage.restart();
    const startedAt = await stage.feeder.ask({ flood: true }, 'flooded');
    const counts = await stage.accepted(each * bridges);
    return stage.result(counts, (counts.lastAt - startedAt) / 1000);
  } finally {
    await stage.end();
  }
}

/** Feeds a subject at a pace, and reads how long events took. */
export async function pace(subject, { bridges, perSecond, seconds }) {
  const stage = await setStage(subject, bridges, 0);
  try {
    await stage.feeder.ask({ pace: { bridges, perSecond, seconds: 2, timed: false } }, 'paced');
    await stage.accepted(Math.floor(perSecond * 2));
    await stage.restart();
    const sent = await stage.feeder.ask(
      { pace: { bridges, perSecond, seconds, timed: true } },
      'paced',
    );
    await stage.accepted(sent);
    const counts = await stage.sink.ask({ ask: 'all' }, 'counts');
    return { ...(await stage.result(counts, seconds)), latencies: counts.latencies };
  } finally {
    await stage.end();
  }
}

async function setStage(subject, bridges, sinkLatencyMs) {
  const redis = await startRedis();
  const feeder = startChild('feeder.mjs');
  const feederPort = await feeder.ask(undefined, 'port');
  const sink = startChild('sink.mjs', [String(sinkLatencyMs)]);
  const sinkPort = await sink.ask(undefined, 'port');
  const connected = allConnected(feeder, bridges);
  const started = await subject({ redis, feederPort, sinkPort, bridges });
  await connected;
  const reader = new Redis(redis.url);
  let before = { cpuSeconds: 0, redisCpuSeconds: 0, commands: 0 };

  const measure = async () => ({
    ...started.cost(),
    redisCpuSeconds: costOf(redis.pid).cpuSeconds,
    commands: await commandsOf(reader),
  });
  return {
    feeder,
    sink,
    reader,
    restart: async () => {
      await sink.ask({ reset: true, ask: 'some' }, 'counts');
      before = await measure();
    },
    accepted: async (events) => accepted(sink, events),
    result: async (counts, seconds) => {
      const after = await measure();
      const { events, reports, timeline = [] } = counts;
      return {
        events,
        seconds,
        eventsPerSecond: events / seconds,
        eventsPerReport: events / reports,
        cpuMicrosPerEvent: ((after.cpuSeconds - before.cpuSeconds) / events) * 1e6,
        redisCpuMicrosPerEvent: ((after.redisCpuSeconds - before.redisCpuSeconds) / events) * 1e6,
        commandsPerEvent: (after.commands - before.commands) / events,
        rssMbMax: after.rssMbMax,
        timeline,
      };
    },
    end: async () => {
      reader.disconnect();
      await started.stop();
      await Promise.all([stop(feeder.child), stop(sink.child)]);
      await redis.stop();
    },
  };
}

async function allConnected(feeder, bridges) {
  for (;;) {
    if ((await feeder.ask(undefined, 'connected')) >= bridges) return;
  }
}

async function accepted(sink, events) {
  const until = Date.now() + GIVE_UP_MS;
  for (;;) {
    const counts = await sink.ask({ ask: 'some' }, 'counts');
    if (counts.events >= events) return counts;
    if (Date.now() > until) throw new Error(`only ${counts.events} of ${events} were accepted`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/** Commands that Redis ran, those inside scripts too. */
async function commandsOf(reader) {
  const stats = await reader.info('commandstats');
  return [...stats.matchAll(/calls=(\d+)/gu)].reduce((sum, [, calls]) => sum + Number(calls), 0);
}
