// What an integrator might build instead of the relay: one BullMQ job per event, batched in the
// worker. It is a fair rival: the same decoding, addBulk in chunks, high concurrency, the same HTTP
// client.
import { Queue, Worker } from 'bullmq';
import { Agent } from 'undici';
import { WebSocket } from 'ws';
import 'reflect-metadata';
import { encodeLiveEvent } from '#live-event';
import { MappingDecoder } from '#source';
import { MAPPING } from './frames.mjs';

const [redisUrl, feederPort, sinkPort, bridgeCount] = process.argv.slice(2);
const ADD_MAX = 500;
const ADDS_IN_FLIGHT_MAX = 4;
const REPORT_MAX = 1000;
const LINGER_MS = 5;
const connection = { url: redisUrl, maxRetriesPerRequest: null };
const queue = new Queue('baseline', {
  connection,
  defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
});
const agent = new Agent({ connections: 128, pipelining: 1 });

/** The jobs in this process that wait for the report of their room. */
const rooms = new Map();
const worker = new Worker(
  'baseline',
  (job) =>
    new Promise((resolve, reject) => {
      const room = rooms.get(job.data.room) ?? makeRoom(job.data.room);
      room.jobs.push({ fragment: job.data.fragment, resolve, reject });
      if (room.jobs.length >= REPORT_MAX) void report(room);
      else room.timer ??= setTimeout(() => void report(room), LINGER_MS);
    }),
  { connection, concurrency: 2000 },
);
worker.on('error', (error) => process.stderr.write(`${error.message}\n`));

function makeRoom(name) {
  const room = { jobs: [], timer: undefined, busy: false };
  rooms.set(name, room);
  return room;
}

async function report(room) {
  clearTimeout(room.timer);
  room.timer = undefined;
  if (room.busy) return;
  room.busy = true;
  while (room.jobs.length > 0) {
    const jobs = room.jobs.splice(0, REPORT_MAX);
    const events = jobs.map(({ fragment }) => fragment).join(',');
    try {
      const { body } = await agent.request({
        origin: `http://127.0.0.1:${sinkPort}`,
        path: '/',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"total":${jobs.length},"events":[${events}]}`,
      });
      await body.dump();
      for (const { resolve } of jobs) resolve();
    } catch (error) {
      for (const { reject } of jobs) reject(error);
    }
  }
  room.busy = false;
}

let adding = 0;
const pending = [];
function add() {
  while (adding < ADDS_IN_FLIGHT_MAX && pending.length > 0) {
    adding += 1;
    void queue.addBulk(pending.splice(0, ADD_MAX)).finally(() => {
      adding -= 1;
      add();
    });
  }
}

for (let i = 0; i < Number(bridgeCount); i++) {
  const decoder = new MappingDecoder(MAPPING);
  let bytes = 0;
  const socket = new WebSocket(`ws://127.0.0.1:${feederPort}/${i}`, { perMessageDeflate: false });
  const sink = {
    event: (event) =>
      pending.push({
        name: 'event',
        data: { room: i, fragment: encodeLiveEvent(event, Date.now()) },
      }),
    ignored: () => {},
    malformed: () => {},
  };
  socket.on('message', (/** @type {Buffer} */ frame) => {
    decoder.decode(frame.toString(), sink);
    setImmediate(add);
    // Stops reading while its adds are behind: a fast feeder would fill its memory.
    bytes += frame.length;
    if (bytes < 48 * 1024) return;
    bytes = 0;
    socket.pause();
    const goOn = () => (pending.length > 5000 ? setTimeout(goOn, 1) : socket.resume());
    setImmediate(goOn);
  });
}
await worker.waitUntilReady();
process.send({ ready: true });
