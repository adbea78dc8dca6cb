import { consoles } from './console.mjs';
import { floods } from './floods.mjs';
import { growing } from './growing.mjs';
import { latency } from './latency.mjs';
import { memory } from './memory.mjs';
import { peers } from './peers.mjs';
import { recovery } from './recovery.mjs';
import { shipped } from './shipped.mjs';
import { throughput } from './throughput.mjs';

/**
 * Every case of the benchmark. A case has a name, a title, a group (its table), at most
 * `roundsMax` rounds, and `run`, which starts everything anew and returns a round's figures.
 *
 * @param warmUpSeconds see {@link shipped}.
 */
export function allCases(quick, warmUpSeconds) {
  const cases = [
    ...shipped(quick, warmUpSeconds),
    ...consoles(quick),
    ...growing(),
    ...throughput(quick),
    ...peers(quick),
    ...latency(quick),
    ...floods(quick),
    ...memory(quick),
    ...recovery(quick),
  ];
  return quick ? cases.filter((one) => one.quick !== false) : cases;
}
