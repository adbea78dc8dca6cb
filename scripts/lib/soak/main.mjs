// The main program of scripts/soak.
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Chaos } from './chaos.mjs';
import { Installation } from './installation.mjs';
import { Samples } from './samples.mjs';
import { accountOf } from './account.mjs';
import { tableOf } from './table.mjs';

const HELP = `Usage: scripts/soak [--minutes N] [--rate N] [--seed N]

  --minutes  how long the load runs (5)
  --rate     events a second, of all chats together (200)
  --seed     of the faults; printed, so that a run can be had again (random)

Ends with a table and one line of JSON. Exits 0 only if memory, keys and handles are flat, the
ledger balances, and what arrived came in order, again only where an answer was lost.
`;
const SAMPLE_EVERY_MS = 5000;
const DRAIN_MS_MAX = 120_000;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    rate: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    help: { type: 'boolean', default: false },
  },
});
const [minutes, rate, seed] = [values.minutes, values.rate, values.seed].map(Number);
if (values.help) {
  process.stdout.write(HELP);
} else if (!(minutes > 0) || !(rate > 0) || !Number.isInteger(seed)) {
  process.stderr.write(
    'minutes and rate are numbers above 0, seed is a whole number. See --help.\n',
  );
  process.exitCode = 2;
} else {
  process.exitCode = await soak();
}

async function soak() {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());
  const installation = await Installation.prepare();
  try {
    process.stderr.write(`Seed ${seed}. Starting a Redis, the simulator and three relays …\n`);
    await installation.start();
    return await Promise.race([course(installation, stop.signal), installation.failed()]);
  } catch (error) {
    if (stop.signal.aborted) return 130;
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return 2;
  } finally {
    await installation.stop();
  }
}

async function course(installation, signal) {
  const samples = new Samples(installation);
  const chaos = new Chaos(installation, seed);
  await installation.talk(rate);
  const startedAt = performance.now();
  const until = startedAt + minutes * 60_000;
  const faults = chaos.run(until, signal);
  while (performance.now() < until) {
    await samples.take((performance.now() - startedAt) / 1000);
    process.stderr.write(`\r${samples.line()}   `);
    await delay(Math.min(SAMPLE_EVERY_MS, Math.max(0, until - performance.now())), undefined, {
      signal,
    });
  }
  await faults;
  process.stderr.write('\nThe chats are quiet; what waits is reported …\n');
  await installation.talk(0);
  await chaos.end();
  await installation.drained(DRAIN_MS_MAX);
  const trends = samples.trends();
  const account = await accountOf(installation, chaos);
  const problems = [...trends.flatMap(({ problem }) => problem ?? []), ...account.problems];
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(`\n${tableOf(trends).join('\n')}\n\n`);
  const told = { minutes, rate, seed, faults: chaos.counts, ...account.figures };
  const flat = Object.fromEntries(trends.map(({ key, mean, growth }) => [key, { mean, growth }]));
  process.stdout.write(`${JSON.stringify({ holds: problems.length === 0, ...told, flat })}\n`);
  return problems.length === 0 ? 0 : 1;
}
