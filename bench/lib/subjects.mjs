// What is measured: the relay, what its users would build instead, and the floor.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { MAPPING } from './frames.mjs';
import { costOf, startChild, startProgram, stop } from './children.mjs';
import { HeapWatch } from './heap-watch.mjs';

const RELAY = fileURLToPath(new URL('../../bin/live-relay', import.meta.url));

/** The options of Node that the relay is shipped with, from its first line. */
const SHIPPED = /^#!.* node(.*)$/mu.exec(readFileSync(RELAY, 'utf8'))[1].trim().split(' ');

/** The relay: one process for each entry of `roles`, started in this order. */
export function relay({ roles = ['collector,reporter'], minIntervalMs = 500 } = {}) {
  return async ({ redis, feederPort, sinkPort, floodPort, bridges }) => {
    const folder = mkdtempSync(join(tmpdir(), 'live-event-relay-bench-'));
    const file = join(folder, 'relay.yaml');
    const ports = { feederPort, sinkPort, floodPort };
    writeFileSync(file, stringify(configuration(ports, bridges, minIntervalMs)));
    const programs = [];
    const heap = new HeapWatch();
    for (const role of roles) {
      const env = {
        BENCH_SK: 'secret-for-loopback-only',
        REDIS_URL: redis.url,
        RELAY_ROLES: role,
        PORT: '0',
        LOG_LEVEL: 'info',
      };
      const node = [...SHIPPED, HeapWatch.OPTION, ...nodeOptions()];
      const program = await startProgram(RELAY, ['--config', file, 'start'], env, node, (text) =>
        text.includes('"event":"started"'),
      );
      program.child.stdout.on('data', heap.reader());
      programs.push(program);
    }
    return subject(programs, heap, () => rmSync(folder, { recursive: true, force: true }));
  };
}

/** One of our own programs: `baseline.mjs` or `floor.mjs`. */
export function program(file, minIntervalMs = 0) {
  return async ({ redis, feederPort, sinkPort, bridges }) => {
    const args = [redis.url, feederPort, sinkPort, bridges, minIntervalMs].map(String);
    const started = startChild(file, args);
    await started.ask(undefined, 'ready');
    return subject([started], new HeapWatch(), () => {});
  };
}

function subject(programs, heap, cleanUp) {
  return {
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

function configuration({ feederPort, sinkPort, floodPort }, bridges, minIntervalMs) {
  const bridge = (i, url) => ({
    name: `bridge-${i}`,
    source: { type: 'websocket', url, mapping: MAPPING },
    target: { roomId: `room-${i}`, jobId: `job-${i}` },
  });
  const urls = Array.from({ length: bridges }, (_, i) => `ws://127.0.0.1:${feederPort}/${i}`);
  if (floodPort !== undefined) urls.push(`ws://127.0.0.1:${floodPort}`);
  return {
    metastudio: {
      endpoint: `http://127.0.0.1:${sinkPort}`,
      projectId: 'bench',
      auth: { type: 'aksk', accessKey: 'BENCHACCESSKEY000001', secretKey: '${BENCH_SK}' },
      reportsPerSecond: 0,
    },
    buffer: { maxEvents: 10_000_000, minIntervalMs },
    bridges: urls.map((url, i) => bridge(i, url)),
  };
}
