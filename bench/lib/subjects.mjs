// The subjects that are measured: the relay, the baseline and the floor.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { MAPPING } from './frames.mjs';
import { costOf, startChild, startProgram, stop } from './children.mjs';
import { HeapWatch } from './heap-watch.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let root = ROOT;

/**
 * Chooses the relay to measure: the one built in another checkout, or with `undefined` in this one.
 */
export function measureRelayOf(checkout) {
  root = checkout ?? ROOT;
}

/** The Node options in the first line of the relay's program, with which users run it. */
function shippedOptions(file) {
  return /^#!.* node(.*)$/mu.exec(readFileSync(file, 'utf8'))[1].trim().split(' ');
}

/** The relay: one process for each entry of `roles`, started in this order. */
export function relay({
  roles = ['collector,reporter'],
  minIntervalMs = 500,
  reportsPerSecond = 0,
  choose,
} = {}) {
  return async ({ redis, feederPort, sinkPort, floodPort, bridges }) => {
    const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-bench-'));
    const file = join(folder, 'relay.yaml');
    const ports = { feederPort, sinkPort, floodPort };
    const settings = { minIntervalMs, reportsPerSecond, choose };
    writeFileSync(file, stringify(configuration(ports, bridges, settings)));
    const programs = [];
    const heap = new HeapWatch();
    const command = join(root, 'bin/live-relay');
    for (const role of roles) {
      const env = {
        BENCH_AK: 'BENCHACCESSKEY000001',
        BENCH_SK: 'secret-for-loopback-only',
        REDIS_URL: redis.url,
        RELAY_ROLES: role,
        PORT: '0',
        LOG_LEVEL: 'info',
      };
      const node = [...shippedOptions(command), HeapWatch.OPTION, ...nodeOptions()];
      const started = await startProgram(command, ['--config', file, 'start'], env, node, (text) =>
        text.includes('"event":"started"'),
      );
      started.child.stdout.on('data', heap.reader());
      programs.push(started);
    }
    return subject(programs, heap, () => rmSync(folder, { recursive: true, force: true }));
  };
}

/** One of the programs of this folder: `baseline.mjs`, `floor.mjs` or `bare.mjs`. */
export function program(file, minIntervalMs = 0, reportsPerSecond = 0) {
  return async ({ redis, feederPort, sinkPort, bridges }) => {
    const args = [redis.url, feederPort, sinkPort, bridges, minIntervalMs, reportsPerSecond].map(
      String,
    );
    const started = startChild(file, args);
    await started.ask(undefined, 'ready');
    return subject([started], new HeapWatch(), () => {});
  };
}

function subject(programs, heap, cleanUp) {
  return {
    /** The HTTP port of each of its processes. */
    ports: programs.map(({ said = '' }) =>
      Number(/"event":"started".*?"port":(\d+)/u.exec(said)?.[1]),
    ),
    pids: programs.map(({ pid }) => pid),
    cost: () => {
      const costs = programs.map(({ pid }) => costOf(pid));
      return {
        cpuSeconds: costs.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
        rssMbMax: Math.max(...costs.map(({ rssMbMax }) => rssMbMax)),
        heapBytes: heap.bytes,
        gcMs: heap.pausedMs,
      };
    },
    stop: async () => {
      await Promise.all(programs.map(({ child }) => stop(child)));
      cleanUp();
    },
  };
}

/** To profile the relay of a run: `BENCH_NODE_OPTIONS="--cpu-prof --cpu-prof-dir=/tmp/prof"`. */
function nodeOptions() {
  return (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '');
}

function configuration({ feederPort, sinkPort, floodPort }, bridges, settings) {
  const { minIntervalMs, reportsPerSecond, choose } = settings;
  const bridge = (i, url) => ({
    name: `bridge-${i}`,
    source: { type: 'websocket', url, mapping: MAPPING },
    target: { roomId: idOf(1, i), jobId: idOf(2, i), ...(choose && { choose }) },
  });
  const urls = Array.from({ length: bridges }, (_, i) => `ws://127.0.0.1:${feederPort}/${i}`);
  if (floodPort !== undefined) urls.push(`ws://127.0.0.1:${floodPort}`);
  return {
    metastudio: {
      endpoint: `http://127.0.0.1:${sinkPort}`,
      projectId: 'bench',
      auth: { type: 'aksk', accessKey: '${BENCH_AK}', secretKey: '${BENCH_SK}' },
      reportsPerSecond,
    },
    api: { allowHosts: ['127.0.0.1'] },
    buffer: { maxEvents: 10_000_000, minIntervalMs },
    bridges: urls.map((url, i) => bridge(i, url)),
  };
}

/** An id in the format of MetaStudio. */
export function idOf(kind, i) {
  return `${kind}${i.toString(16).padStart(31, '0')}`;
}
