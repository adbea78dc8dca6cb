// Measures how fast events get from the WebSocket to an accepted report, and the cost of each.
import { onStage } from '../lib/stage.mjs';
import { ratesOver } from '../lib/stats.mjs';
import { program, relay } from '../lib/subjects.mjs';

/** @param quick whether runs take a second only; their figures are not published. */
export function throughput(quick) {
  const hot = { bridges: 1, events: quick ? 60_000 : 800_000 };
  // A target has one report in flight: with 50 ms each, 20 000 events a second are the most.
  const late = { bridges: 1, events: 200_000 };
  // A long run: at its end the rooms send their last reports one after another, which should matter
  // little.
  const hundred = { bridges: 100, events: quick ? 60_000 : 1_600_000 };
  const thousand = { bridges: 1000, events: quick ? 50_000 : 1_000_000 };
  const quiet = { bridges: 1000, perSecond: 5000, seconds: quick ? 3 : 15 };
  const slow = { bridges: 1, events: quick ? 4000 : 60_000 };
  const split = relay({ roles: ['reporter', 'collector'] });
  // With this pace no report is sent before it is full.
  const patient = relay({ minIntervalMs: 30_000 });
  return [
    flood('hot', 'one hot bridge', relay(), hot),
    flood('hot-floor', 'one hot bridge, the floor', program('floor.mjs'), hot),
    flood('hot-baseline', 'one hot bridge, a job per event', program('baseline.mjs'), slow),
    flood('hot-50ms', 'one hot bridge, sink 50 ms', relay(), { ...late, sinkLatencyMs: 50 }),
    flood('hot-split', 'one hot bridge, two processes', split, hot),
    flood('100', '100 bridges', relay(), hundred),
    flood('100-50ms', '100 bridges, sink 50 ms', relay(), { ...hundred, sinkLatencyMs: 50 }),
    flood('1000', '1 000 bridges', relay(), thousand),
    flood('1000-full', '1 000 bridges, full reports', patient, thousand),
    flood('1000-split', '1 000 bridges, two processes', split, thousand),
    steady('1000-steady', '1 000 bridges, 5 events/s each', relay(), quiet),
    steady('1000-steady-floor', 'the same, the floor', program('floor.mjs', 500), quiet),
  ];
}

/** A case that writes this many events as fast as they are read. */
export function flood(name, title, subject, { bridges, events, sinkLatencyMs = 0 }) {
  const each = Math.ceil(events / bridges);
  const warmUp = Math.ceil(Math.min(events / 4, 100_000) / bridges);
  const run = async () =>
    onStage({ subject, bridges, sinkLatencyMs }, async (stage) => {
      await stage.flood(warmUp);
      await stage.accepted(warmUp * bridges);
      const startedAt = await stage.flood(each);
      const { lastAt } = await stage.accepted(each * bridges);
      const seconds = (lastAt - startedAt) / 1000;
      const costs = await stage.costs();
      const { timeline } = await stage.details();
      return {
        eventsPerSecond: (each * bridges) / seconds,
        seconds,
        ...costs,
        rates: ratesOver(timeline, startedAt),
      };
    });
  return { name, title, group: 'throughput', bridges, run };
}

/** A case whose events come at a pace far below what the relay can do. */
function steady(name, title, subject, { bridges, perSecond, seconds }) {
  const run = async () =>
    onStage({ subject, bridges }, async (stage) => {
      await stage.accepted(await stage.pace(perSecond, seconds / 3));
      await stage.restart();
      const sent = await stage.pace(perSecond, seconds);
      await stage.accepted(sent);
      return { eventsPerSecond: perSecond, seconds, ...(await stage.costs()) };
    });
  return { name, title, group: 'throughput', bridges, run };
}
