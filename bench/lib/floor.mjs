// The floor: the least that the work can cost. It has the real mapping, fragments and Redis
// commands, but no leases, filters, queue, locks, signing or metrics.
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { WebSocket } from 'ws';
import 'reflect-metadata';
import {
  Appender,
  APPEND_LIMITS_DEFAULT,
  BufferKeys,
  ChunkBuilder,
  connectBufferRedis,
  Drain,
  IdHasher,
  redisReady,
} from '#event-buffer';
import { buildReport } from '#metastudio';
import { Secret } from '#secret';
import { MappingDecoder } from '#source';
import { MAPPING } from './frames.mjs';

const [redisUrl, feederPort, sinkPort, bridgeCount, minIntervalMs, reportsPerSecond] =
  process.argv.slice(2);
const address = { kind: 'url', url: new Secret(redisUrl) };
const fail = (error) => {
  throw error;
};
const redis = connectBufferRedis(address, fail);
const drainRedis = connectBufferRedis(address, fail);
await redisReady(redis);
await redisReady(drainRedis);
const keys = new BufferKeys('floor');
const appender = new Appender(redis, keys, { ...APPEND_LIMITS_DEFAULT, eventsMax: 10_000_000 });
const agent = new Agent({ connections: 128, pipelining: 1 });
const LIMITS = {
  events: 1000,
  bytes: 2_000_000,
  expiredBefore: { paid: -Infinity, chat: -Infinity, ambient: -Infinity },
};

const turns = [];
if (Number(reportsPerSecond) > 0) {
  setInterval(() => turns.shift()?.(), 1000 / Number(reportsPerSecond));
}

for (let i = 0; i < Number(bridgeCount); i++) run(`bridge-${i}`, i);
process.send({ ready: true });

function run(bridge, index) {
  const decoder = new MappingDecoder(MAPPING);
  const chunk = new ChunkBuilder(bridge, new IdHasher('salt', 'bench'));
  let entries = [];
  let appending = false;
  let draining = false;
  let number = 0;
  const sink = {
    event: (event) => {
      chunk.add(event, receivedAt);
      if (chunk.isFull) entries.push(chunk.take());
    },
    ignored: () => {},
    malformed: fail,
  };
  let receivedAt = 0;
  let bytes = 0;
  const socket = new WebSocket(`ws://127.0.0.1:${feederPort}/${index}`, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  socket.on('message', (/** @type {Buffer} */ frame) => {
    receivedAt = Date.now();
    decoder.decode(frame.toString(), sink);
    if (!appending) setImmediate(() => void append());
    bytes += frame.length;
    if (bytes < 48 * 1024) return;
    bytes = 0;
    socket.pause();
    setImmediate(() => socket.resume());
  });

  async function append() {
    if (appending) return;
    appending = true;
    for (;;) {
      if (chunk.count > 0) entries.push(chunk.take());
      if (entries.length === 0) break;
      const sent = entries.splice(0, 20);
      number += 1;
      const dropped = new Map();
      await appender.append({ target: bridge, bridge, epoch: 1, number, entries: sent, dropped });
      if (!draining) void drain();
    }
    appending = false;
  }

  async function drain() {
    draining = true;
    const drained = await Drain.begin(drainRedis, keys, bridge, 'none');
    for (;;) {
      if (Number(reportsPerSecond) > 0) await new Promise((resolve) => turns.push(resolve));
      await drained.readAhead();
      const batch = drained.window.cut(LIMITS);
      if (batch.events === 0) break;
      const body = buildReport(batch.fragments(), batch.events);
      const ahead = drained.readAhead(batch.passed);
      const { body: answer } = await agent.request({
        origin: `http://127.0.0.1:${sinkPort}`,
        path: '/',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      await answer.dump();
      await ahead;
      await drained.settle(batch, true);
      // Only reports that are not full wait for the pace.
      if (Number(minIntervalMs) > 0 && batch.events < 1000) await sleep(Number(minIntervalMs));
    }
    draining = false;
  }
}
