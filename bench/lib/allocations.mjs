// Counts the bytes that decoding and encoding an event allocate. No garbage collection may happen
// meanwhile: run with `--expose-gc --min-semi-space-size=256 --max-semi-space-size=256`.
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import 'reflect-metadata';
import { ChunkBuilder, IdHasher } from '#event-buffer';
import { MappingDecoder } from '#source';
import { MAPPING, message } from './frames.mjs';

const EVENTS = 20_000;
const decoder = new MappingDecoder(MAPPING);
const chunk = new ChunkBuilder('bridge', new IdHasher('salt', 'bench'));
const frames = Array.from({ length: EVENTS }, (_, i) => Buffer.from(message(1, i)));
const sink = {
  event: (event) => {
    chunk.add(event, 1_750_000_000_000);
    if (chunk.isFull) chunk.take();
  },
  ignored: () => {},
  malformed: (problem) => {
    throw new Error(problem);
  },
};
let collections = 0;
new PerformanceObserver((list) => {
  collections += list.getEntries().length;
}).observe({ entryTypes: ['gc'] });

function run() {
  for (const frame of frames) decoder.decode(frame.toString(), sink);
}

// V8 has compiled the code after these runs.
for (let i = 0; i < 5; i++) run();
globalThis.gc();
await turn();
await turn();
collections = 0;
const before = process.memoryUsage().heapUsed;
run();
const after = process.memoryUsage().heapUsed;
await turn();
await turn();
process.send({ bytesPerEvent: (after - before) / EVENTS, collections });
