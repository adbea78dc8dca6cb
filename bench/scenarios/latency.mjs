// Measures how long an event takes from its arrival to the answer that accepts it.
import { onStage } from '../lib/stage.mjs';
import { latencyFigures } from '../lib/stats.mjs';
import { relay } from '../lib/subjects.mjs';

export function latency(quick) {
  return [
    [10, quick ? 2 : 20],
    [1000, quick ? 2 : 15],
    [20_000, quick ? 2 : 15],
  ].map(([perSecond, seconds]) => ({
    name: `latency-${perSecond}`,
    title: `${perSecond.toLocaleString('en').replace(',', ' ')} events/s`,
    group: 'latency',
    quick: perSecond > 10,
    run: async () => paced(perSecond, seconds),
  }));
}

async function paced(perSecond, seconds) {
  return onStage({ subject: relay({ minIntervalMs: 0 }), bridges: 1 }, async (stage) => {
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
