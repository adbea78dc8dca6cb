// The claims that the benchmark must confirm: ratios within one run, and bounds. Absolute speed is
// not checked, since it depends on the machine.

import { FLOOD_KINDS } from './flooder.mjs';

/** The cases that measure something else than the relay. */
const NOT_THE_RELAY = new Set([
  'hot-floor',
  'hot-baseline',
  '1000-steady-floor',
  'peer-syslog-ng',
  'peer-node-red',
]);

/** @param results the results of the cases that have run; claims about others stay unmeasured. */
export function claimsOf(results) {
  const of = (name, figure) => results.find((one) => one.name === name)?.figures[figure]?.median;
  const speed = (name) => of(name, 'eventsPerSecond');
  const cpu = (name) => of(name, 'cpuMicrosPerEvent');
  const rss = results
    .filter(({ name }) => !NOT_THE_RELAY.has(name) && name !== 'idle-5000')
    .map(({ figures }) => figures.rssMbMax?.median)
    .filter((mb) => mb !== undefined);
  return [
    least(
      'hot bridge: times as fast as a job per event',
      ratio(speed('hot'), speed('hot-baseline')),
      12,
    ),
    least('hot bridge: share of the floor', ratio(speed('hot'), speed('hot-floor')), 0.6),
    most(
      'hot bridge: CPU an event by that of syslog-ng with mapping and disk',
      ratio(
        sum(cpu('peer-relay'), of('peer-relay', 'redisCpuMicrosPerEvent')),
        cpu('peer-syslog-ng'),
      ),
      0.6,
    ),
    // As fast, within the variation between rounds.
    least(
      '100 bridges: speed at 50 ms by speed at 0',
      ratio(speed('100-50ms'), speed('100')),
      0.95,
    ),
    most(
      '1 000 bridges, full reports: CPU an event by that of one',
      ratio(cpu('1000-full'), cpu('hot')),
      2,
    ),
    most(
      '1 000 bridges, 5 events/s: CPU an event by that of one',
      ratio(cpu('1000-steady'), cpu('hot')),
      6,
    ),
    most(
      '1 000 bridges, 5 events/s: Redis commands an event',
      of('1000-steady', 'commandsPerEvent'),
      20,
    ),
    most(
      '1 000 bridges, 5 events/s, at the defaults: CPU %',
      of('defaults-1000', 'cpuPercent'),
      120,
    ),
    most(
      'choosing at 10 000 comments/s: CPU by that of reporting them all',
      ratio(of('choosing-10000', 'cpuPercent'), of('comments-10000', 'cpuPercent')),
      1.2,
    ),
    most('5 000 idle bridges: CPU %', of('idle-5000', 'cpuPercent'), 20),
    most('5 000 idle bridges: resident memory, MB', of('idle-5000', 'rssMbMax'), 1000),
    most('5 000 bridges: the slowest kind of answer, ms', of('api-5000', 'slowestKindMs'), 100),
    most('a console open on 1 000 bridges: CPU %', of('console-1000', 'consoleCpuPercent'), 3),
    most(
      'connections to Redis, 1 000 bridges by one',
      ratio(of('connections-1000', 'connections'), of('connections-1', 'connections')),
      1,
    ),
    most('1 000 events/s: p99 latency, ms', of('latency-1000', 'p99'), 25),
    most('20 000 events/s: p99 latency, ms', of('latency-20000', 'p99'), 100),
    ...FLOOD_KINDS.map((kind) =>
      most(
        `100 events/s beside ${kind}: p99 latency, ms`,
        of(`beside-${kind.replaceAll(' ', '-')}`, 'p99'),
        250,
      ),
    ),
    most(
      "a busy bridge: Redis's overhead on a waiting event",
      of('waiting-dense', 'overhead'),
      0.3,
    ),
    most(
      "10 quiet bridges: Redis's overhead on a waiting event",
      of('waiting-sparse', 'overhead'),
      0.3,
    ),
    most(
      'largest resident memory of a process of up to 1 000 bridges, MB',
      rss.length === 0 ? undefined : Math.max(...rss),
      250,
    ),
  ];
}

function ratio(one, other) {
  return one === undefined || other === undefined ? undefined : one / other;
}

function sum(one, other) {
  return one === undefined || other === undefined ? undefined : one + other;
}

function least(sentence, measured, bound) {
  const holds = measured === undefined ? undefined : measured >= bound;
  return { sentence, measured, bound: `at least ${bound}`, holds };
}

function most(sentence, measured, bound) {
  const holds = measured === undefined ? undefined : measured <= bound;
  return { sentence, measured, bound: `at most ${bound}`, holds };
}
