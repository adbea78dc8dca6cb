// node bench/profile.mjs <folder>: prints the part of its busy time that a profiled process spent
// in each module. BENCH_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=<folder>" makes a profile.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The part of the run that is evaluated: without start-up and warm-up, and without the end. */
const [FROM, TO] = [0.4, 0.9];
const PARTS = [
  [/node_modules\/ws\//u, 'receive: ws'],
  [/\/dist\/libs\/(?:source|platforms)\//u, 'read, decode: libs/source, libs/platforms'],
  [/\/dist\/libs\/live-event\//u, 'normalise and encode: libs/live-event'],
  [/\/dist\/apps\/relay\/src\/collector\//u, 'intake: collector'],
  [/\/dist\/libs\/event-buffer\//u, 'append, drain, settle: libs/event-buffer'],
  [/node_modules\/ioredis\//u, 'Redis client: ioredis'],
  [/node_modules\/bullmq\//u, 'jobs: bullmq'],
  [/\/dist\/apps\/relay\/src\/reporter\//u, 'report: reporter'],
  [/\/dist\/libs\/metastudio\//u, 'sign, build: libs/metastudio'],
  [/node_modules\/undici\//u, 'send: undici'],
  [/\/dist\/(?:libs\/telemetry|apps\/relay\/src\/service)\//u, 'metrics'],
];

/** The modules in each file of the bundle. */
const bundled = new Map();

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('node bench/profile.mjs <folder with .cpuprofile files>\n');
  process.exit(2);
}
for (const name of readdirSync(folder).filter((one) => one.endsWith('.cpuprofile'))) {
  const { busySeconds, shares } = sharesOf(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  process.stdout.write(`${name}: ${busySeconds.toFixed(1)} s busy\n`);
  for (const [part, share] of shares) {
    process.stdout.write(`${(share * 100).toFixed(1).padStart(6)} %  ${part}\n`);
  }
}

function sharesOf({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((c) => [c, id])));
  const parts = new Map();
  const micros = new Map();
  let total = 0;
  for (let i = Math.floor(samples.length * FROM); i < samples.length * TO; i++) {
    if (byId.get(samples[i]).callFrame.functionName === '(idle)') continue;
    const part = partOf(samples[i], byId, parents, parts);
    micros.set(part, (micros.get(part) ?? 0) + timeDeltas[i]);
    total += timeDeltas[i];
  }
  const shares = Array.from(micros, ([part, time]) => [part, time / total]);
  return { busySeconds: total / 1e6, shares: shares.sort((a, b) => b[1] - a[1]) };
}

/** The part that a call belongs to: its own, or else that of its nearest caller with one. */
function partOf(id, byId, parents, known) {
  const found = known.get(id);
  if (found !== undefined) return found;
  const { functionName, url, lineNumber } = byId.get(id).callFrame;
  const module = moduleAt(url, lineNumber);
  const parent = parents.get(id);
  let part = PARTS.find(([path]) => path.test(module))?.[1];
  if (functionName === '(garbage collector)') part = 'garbage collection';
  part ??= parent === undefined ? 'Node: event loop, sockets, timers' : undefined;
  part ??= partOf(parent, byId, parents, known);
  known.set(id, part);
  return part;
}

/** The path of the module of a function; a file of the bundle holds several modules. */
function moduleAt(url, line) {
  if (!url.includes('/dist/relay/')) return url;
  if (!bundled.has(url)) bundled.set(url, modulesOf(readFileSync(fileURLToPath(url), 'utf8')));
  return bundled.get(url).findLast((module) => module.line <= line)?.path ?? url;
}

function modulesOf(text) {
  return text.split('\n').flatMap((content, line) => {
    const path = /^\/\/ ((?:dist|node_modules)\/\S+)$/u.exec(content)?.[1];
    return path === undefined ? [] : [{ line, path: `/${path}` }];
  });
}
