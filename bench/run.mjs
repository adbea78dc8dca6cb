// npm run bench: see README.md beside this file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chartsOf } from './lib/charts.mjs';
import { stopAll } from './lib/children.mjs';
import { claimsOf } from './lib/claims.mjs';
import { buildWhenStale, machine, whatIsMissing } from './lib/preflight.mjs';
import { summaryOf } from './lib/stats.mjs';
import { report } from './lib/table.mjs';
import { measureRelayOf } from './lib/subjects.mjs';
import { allCases, QUICK } from './scenarios/index.mjs';

const ROUNDS = 5;
const RESULTS = fileURLToPath(new URL('results', import.meta.url));
const HELP = `npm run bench -- [options]
  --quick        one case of each kind, or those of --only, for a few seconds each: to see that it
                 works, not to be published; less than a minute in all
  --rounds <n>   rounds of every case, interleaved (${ROUNDS})
  --only <names> cases by name, separated by commas: ${allCases(false)
    .map(({ name }) => name)
    .join(', ')}
  --against <folder> runs each case of the relay also with the version that is built in another
                 checkout, in the same rounds: <case>@before
  --warm-up <s>  how many seconds the rooms at the shipped settings run before they are measured (10 to 20; idle ones 0)
  --json         the results as JSON on standard output, the table on standard error
  --out <folder> where results.json and the plots go (bench/results; none with --quick or --only)
`;

/**
 * Runs every case once a round, so that a disturbance of the machine affects all of them alike. Every other round goes
 * backwards: what runs behind another may be some percent cheaper.
 */
async function runAll(cases, rounds) {
  const done = new Map(cases.map((one) => [one.name, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const one of round % 2 === 1 ? cases : cases.toReversed()) {
      if (round > (one.roundsMax ?? Infinity)) continue;
      const startedAt = performance.now();
      done.get(one.name).push(await one.run());
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      process.stderr.write(`round ${round} of ${rounds}  ${one.name}  ${seconds} s\n`);
    }
  }
  return cases.map(({ name, title, group, bridges }) => {
    const runs = done.get(name);
    return { name, title, group, bridges, figures: summaryOf(runs), last: runs.at(-1) };
  });
}

/** Leaves out the cases whose program is not installed, and says so. */
function runnable(cases) {
  return cases.filter(({ name, isMissing, wayOut }) => {
    if (isMissing?.() !== true) return true;
    process.stderr.write(`${name} is left out: ${wayOut}\n`);
    return false;
  });
}

function withRelayOf(checkout, one) {
  return async () => {
    measureRelayOf(checkout);
    return one.run();
  };
}

/** Runs each case of the relay twice: with the relay of this checkout, and with that of another. */
function compared(cases, checkout) {
  if (checkout === undefined) return cases;
  return cases.flatMap((one) => [
    { ...one, run: withRelayOf(undefined, one) },
    {
      ...one,
      name: `${one.name}@before`,
      title: `${one.title}, before`,
      run: withRelayOf(resolve(checkout), one),
    },
  ]);
}

function chosen({ only, quick, 'warm-up': warmUp }) {
  const seconds = warmUp === undefined ? undefined : Number(warmUp);
  if (seconds !== undefined && !(seconds > 0)) throw new Error('--warm-up takes seconds.');
  const cases = allCases(quick, seconds);
  if (only === undefined && !quick) return cases;
  const names = only?.split(',') ?? QUICK;
  const unknown = names.filter((name) => !cases.some((one) => one.name === name));
  if (unknown.length > 0) throw new Error(`There is no case named ${unknown.join(', ')}.`);
  return cases.filter(({ name }) => names.includes(name));
}

function write(folder, results, json) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'results.json'), json);
  for (const [name, svg] of chartsOf(results)) writeFileSync(join(folder, name), svg);
  process.stderr.write(`results.json and plots are in ${folder}\n`);
}

async function main() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      only: { type: 'string' },
      against: { type: 'string' },
      'warm-up': { type: 'string' },
      json: { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const missing = whatIsMissing();
  if (missing !== undefined) throw new Error(missing);
  const rounds = Number(values.rounds ?? (values.quick ? 1 : ROUNDS));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number.');
  const cases = compared(runnable(chosen(values)), values.against);
  buildWhenStale();

  const environment = machine();
  const results = await runAll(cases, rounds);
  const claims = claimsOf(results);
  const json = `${JSON.stringify({ environment, rounds, quick: values.quick, claims, results }, null, 1)}\n`;
  const { cpu, node, redis, load } = environment;
  const head = `${cpu}, Node ${node}, Redis ${redis}, ${rounds} rounds, load ${load} before\n\n`;
  (values.json ? process.stderr : process.stdout).write(head + report(results, claims));
  if (values.json) process.stdout.write(json);
  const isPart = ['quick', 'only', 'against', 'warm-up'].some((option) => values[option]);
  const folder = values.out ?? (isPart ? undefined : RESULTS);
  if (folder !== undefined) write(folder, results, json);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  await stopAll();
}
