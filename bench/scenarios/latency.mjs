// Measures how long an event takes from its arrival to the answer that accepts it.
import { onStage } from '../lib/stage.mjs';
import { latencyFigures } from '../lib/stats.mjs';
import { program, relay } from '../lib/subjects.mjs';

/** The relay rests so long after a report that is not full, where there is no pace. */
const FLOOR_REST_MS = 5;

export function latency(quick) {
  const cases = [
    [10, quick ? 2 : 20],
    [1000, quick ? 2 : 15],
    [20_000, quick ? 2 : 15],
  ].map(([perSecond, seconds]) => ({
    name: `latency-${perSecond}`,
    title: `${perSecond.toLocaleString('en').replace(',', ' ')} events/s`,
    group: 'latency',
    run: async () => paced(relay({ minIntervalMs: 0 }), perSecond, seconds),
  }));
  const floor = {
    name: 'latency-1000-floor',
    title: 'the same, the floor',
    group: 'latency',
    run: async () => paced(program('floor.mjs', FLOOR_REST_MS), 1000, quick ? 2 : 15),
  };
  return [...cases.slice(0, 2), floor, ...cases.slice(2)];
}

async function paced(subject, perSecond, seconds) {
  return onStage({ subject, bridges: 1 }, async (stage) => {
    const warmUp = await stage.pace(Math.max(2000, perSecond), seconds / 4);
    await stage.accepted(warmUp);
    await stage.restart();
    stage.order({ timing: true });
    const sent = await stage.pace(perSecond, seconds, { timed: true });
    await stage.accepted(sent);
    const costs = await stage.costs();
    const { latencies } = await stage.details();
    return { ...costs, ...latencyFigures(latencies) };
  });
}
