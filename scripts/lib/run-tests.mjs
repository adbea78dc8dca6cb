// Runs the jest projects, formatting and lint, and sums up their results. Arguments: the checks that
// have failed already, each counted as one failure.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { removeParts, writeParts } from './test-parts.mjs';

// `parts`: how many files, each with several specs, run at a time. `longest`: specs that take longest
// there, which begin first.
const UNIT = {
  name: 'unit',
  parts: 2,
  folders: ['apps', 'libs', 'test'],
  endings: ['.spec.ts', '.tidy-spec.ts', '.sim-spec.ts'],
  longest: ['test/simulation/shares.sim-spec.ts', 'test/simulation/delivery.sim-spec.ts'],
  first: [],
};
// Integration tests wait three times as long as they compute, and assert nothing about speed, so six
// run at a time on two cores: fewer where others use the machine, so that each still gets the CPU
// time it needs.
const INTEGRATION = {
  name: 'integration',
  parts: 6,
  partsWhenBusy: 4,
  folders: ['test'],
  endings: ['.int-spec.ts'],
  longest: [
    'test/relay/sources/deaf-sources.int-spec.ts',
    'test/console/console-looks.int-spec.ts',
    'test/console/console-away.int-spec.ts',
    'test/console/console-flow.int-spec.ts',
    'test/fleet/proof.int-spec.ts',
    'test/console/console-page.int-spec.ts',
    'test/relay/process/processes.int-spec.ts',
    'test/relay/reports/at-most-once.int-spec.ts',
    'test/relay/reports/far-redis.int-spec.ts',
    'test/notices/notices.int-spec.ts',
    'test/deploy/prometheus-rules.int-spec.ts',
    'test/demo/demo.int-spec.ts',
    'test/relay/telemetry/metrics-rare.int-spec.ts',
    'test/fleet/connect-budgets.int-spec.ts',
    'test/relay/process/clocks.int-spec.ts',
    'test/fleet/redundancy.int-spec.ts',
    'test/relay/redis/redis-away.int-spec.ts',
    'test/fleet/hand-over-outage.int-spec.ts',
    'test/relay/reports/refused-for-a-while.int-spec.ts',
    'test/event-buffer/leases/leases.int-spec.ts',
    'test/rooms/doctor.int-spec.ts',
    'test/embedded-redis/embedded-redis.int-spec.ts',
    'test/relay/redis/redis-nodes.int-spec.ts',
    'test/fleet/deaths.int-spec.ts',
    'test/relay/reports/report-limit.int-spec.ts',
    'test/relay/sources/gift-streaks.int-spec.ts',
    'test/relay/telemetry/metrics.int-spec.ts',
    'test/bench/guard.int-spec.ts',
    'test/fleet/hand-over.int-spec.ts',
    'test/fleet/shares.int-spec.ts',
    'test/event-buffer/queue/worker-recovery.int-spec.ts',
    'test/relay/status/status.int-spec.ts',
    'test/relay/status/accounting.int-spec.ts',
    'test/init/init.int-spec.ts',
    'test/fleet/second-copy.int-spec.ts',
    'test/relay/redis/redis-troubles.int-spec.ts',
  ],
  first: ['test/support/redis-server.ts'],
};
/** A jest that still runs this long after writing its results has left something open, in ms. */
const END_MS_MAX = 20_000;
/** How what only computes is started: with a tenth of the CPU time that each integration test may have. */
const BEHIND = ['nice', '-n', '10'];
/** How long the use of the machine by other programs is measured, in ms. */
const LOOK_MS = 1000;
const JEST = fileURLToPath(new URL('../../node_modules/jest/bin/jest.js', import.meta.url));
const NODE_FLAGS = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  // Most of what a test runs is over before it pays to have it optimised, or its garbage collected:
  // together a fifth of the CPU time.
  ...['--interrupt-budget=1000000', '--min-semi-space-size=16', '--max-semi-space-size=64'].filter(
    isKnown,
  ),
];

const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-tests-'));
const failures = process.argv.slice(2).map((name) => `${name}: see above`);
let [passed, failed] = [0, failures.length];

// A run that was killed has left what its parts took.
removeParts();
try {
  if (await isBusy()) INTEGRATION.parts = INTEGRATION.partsWhenBusy;
  await Promise.all([run(INTEGRATION), runWhatComputes()]);
} finally {
  removeParts();
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Whether this Node has a flag of V8's: it does not start with one that it has not. */
function isKnown(flag) {
  return spawnSync(process.execPath, [flag, '--version']).status === 0;
}

/** What only computes has what the integration tests leave of the processors, one thing after the other. */
async function runWhatComputes() {
  await check('format', 'format:check');
  await check('lint and types', 'lint');
  await run(UNIT, BEHIND);
}

/** Runs a script of package.json; what it writes is shown if it fails. */
async function check(name, script) {
  console.error(`${name} …`);
  const [program, ...args] = [...BEHIND, 'npm', 'run', '--silent', script];
  // The linter is in Go, and spends a third of its time on garbage that fits in 300 MB.
  const env = { ...process.env, GOGC: '400' };
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let said = '';
  for (const from of [child.stdout, child.stderr]) {
    from.setEncoding('utf8').on('data', (text) => (said += text));
  }
  const [code] = await once(child, 'close');
  if (code === 0) return;
  console.error(said);
  fail(`${name}: see above`);
}

async function run(group, how = []) {
  const project = group.name;
  const results = join(folder, `${project}.json`);
  const dealt = writeParts(group);
  const workers = `--maxWorkers=${group.parts}`;
  const left = await jest(
    ['--selectProjects', 'parts', workers, '--json', `--outputFile=${results}`, `${dealt.folder}/`],
    results,
    how,
  );
  const told = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : undefined;
  if (told === undefined) return fail(`${project}: jest ended without results`);
  passed += told.numPassedTests;
  failed += told.numFailedTests;
  if (told.numTotalTests === 0) fail(`${project}: no test ran`);
  if (left) fail(`${project}: jest did not end, something was left open`);
  for (const file of dealt.left()) fail(`${project}: ${file} did not run`);
  const skipped = told.numPendingTests + told.numTodoTests;
  if (skipped > 0) fail(`${project}: ${skipped} skipped`, skipped);
  for (const suite of told.testResults) countSuite(project, suite);
}

function countSuite(project, { name, status, assertionResults }) {
  const bad = assertionResults.filter((test) => test.status === 'failed');
  for (const test of bad) failures.push(`${project}: ${test.fullName}`);
  // A file that cannot be loaded has no failed test, so the file itself is counted.
  if (status === 'failed' && bad.length === 0) fail(`${project}: ${name} could not be run`);
}

function fail(why, count = 1) {
  failures.push(why);
  failed += count;
}

/** Whether other programs use most of the machine. */
async function isBusy() {
  const before = processorTimes();
  await pause(LOOK_MS);
  const after = processorTimes();
  return after.idle - before.idle < (after.all - before.all) / 2;
}

function processorTimes() {
  const times = cpus().map((one) => one.times);
  const all = times.flatMap((one) => Object.values(one)).reduce((sum, ms) => sum + ms, 0);
  return { all, idle: times.reduce((sum, { idle }) => sum + idle, 0) };
}

/** Resolves when jest has ended, with whether it had to be killed. */
function jest(args, results, how) {
  const [program, ...given] = [...how, process.execPath, ...NODE_FLAGS, JEST, ...args];
  const child = spawn(program, given, { stdio: ['ignore', 'ignore', 'inherit'] });
  let writtenAt;
  let left = false;
  const watch = setInterval(() => {
    if (!existsSync(results)) return;
    writtenAt ??= performance.now();
    if (performance.now() - writtenAt < END_MS_MAX || left) return;
    left = true;
    child.kill('SIGKILL');
  }, 500);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      clearInterval(watch);
      resolve(left);
    });
  });
}
