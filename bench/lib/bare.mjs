// Bare Node: the same messages, round trips and requests through the same libraries, and nothing done to them. What
// the relay can save at most, whatever it does with an event.
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Agent } from 'undici';
import { WebSocket } from 'ws';

const [redisUrl, feederPort, sinkPort, bridgeCount, minIntervalMs] = process.argv.slice(2);
const redis = new Redis(redisUrl, { replyMapping: 'legacy' });
const agent = new Agent({ connections: 128, pipelining: 1 });
const origin = `http://127.0.0.1:${sinkPort}`;
const headers = { 'content-type': 'application/json' };

for (let i = 0; i < Number(bridgeCount); i++) run(`bare-${i}`, i);
process.send({ ready: true });

function run(stream, index) {
  let isReporting = false;
  const socket = new WebSocket(`ws://127.0.0.1:${feederPort}/${index}`, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  socket.on('message', (frame) => void append(frame));

  async function append(frame) {
    await redis.xadd(stream, '*', 'd', frame);
    if (!isReporting) void report();
  }

  async function report() {
    isReporting = true;
    for (;;) {
      const rows = await redis.xrangeBuffer(stream, '-', '+', 'COUNT', 1000);
      if (rows.length === 0) break;
      const request = { origin, path: '/', method: 'POST', headers, body: bodyOf(rows) };
      const { body: answer } = await agent.request(request);
      await answer.dump();
      const [ms, sequence] = String(rows.at(-1)[0]).split('-');
      await redis.xtrim(stream, 'MINID', `${ms}-${Number(sequence) + 1}`);
      if (Number(minIntervalMs) > 0) await sleep(Number(minIntervalMs));
    }
    isReporting = false;
  }
}

/** In the form in which the sink counts events. */
function bodyOf(rows) {
  const frames = rows.map(([, [, frame]]) => frame).join(',');
  return `{"total":${rows.length},"live_event_list":[${frames}]}`;
}
