// Measures the latency of a bridge beside a source that floods its socket.
import { FLOOD_KINDS } from '../lib/flooder.mjs';
import { onStage } from '../lib/stage.mjs';
import { latencyFigures } from '../lib/stats.mjs';
import { relay } from '../lib/subjects.mjs';

export function floods(quick) {
  return FLOOD_KINDS.map((kind) => ({
    name: `beside-${kind.replaceAll(' ', '-')}`,
    title: `100 events/s beside ${kind}`,
    group: 'latency',
    roundsMax: 3,
    run: async () => beside(kind, quick ? 3 : 10),
  }));
}

async function beside(flood, seconds) {
  const setting = { subject: relay({ minIntervalMs: 0 }), bridges: 1, flood };
  return onStage(setting, async (stage) => {
    stage.order({ timing: true });
    const warmUp = await stage.pace(100, 1);
    await stage.accepted(warmUp);
    await stage.restart();
    const sent = await stage.pace(100, seconds, { timed: true });
    await stage.accepted(sent);
    const { latencies } = await stage.details();
    return { ...(await stage.costs()), ...latencyFigures(latencies) };
  });
}
