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
  return [
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
}

/**
 * What a quick look runs: one of each kind. A case takes some four seconds, most of them until its processes have
 * started, and all of them together are to take less than a minute.
 */
export const QUICK = [
  'defaults-4',
  'hot',
  'hot-floor',
  'hot-baseline',
  '100',
  '1000',
  'latency-1000',
  'waiting-dense',
  'backlog',
  'outage',
];
