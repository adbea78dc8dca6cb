// A MetaStudio that takes everything, in a process of its own: counts events by what each report
// says, and reads when sampled events were sent.
import { createServer } from 'node:http';

const SAMPLES_A_REPORT = 20;
const LATENCIES_MAX = 2_000_000;
let latencyMs = Number(process.argv[2] ?? 0);
let refusing = false;
let counts = fresh();

function fresh() {
  return { events: 0, reports: 0, bytes: 0, firstAt: 0, lastAt: 0, latencies: [], timeline: [] };
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const answer = () => {
      if (refusing) return void response.writeHead(503).end('{}');
      take(parts);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    };
    if (latencyMs > 0) setTimeout(answer, latencyMs);
    else answer();
  });
});

function take(parts) {
  const now = performance.timeOrigin + performance.now();
  const total = Number(/"total":(\d+)/.exec(parts[0].toString('latin1', 0, 64))[1]);
  counts.events += total;
  counts.reports += 1;
  for (const part of parts) counts.bytes += part.length;
  counts.firstAt ||= now;
  counts.lastAt = now;
  counts.timeline.push([now, counts.events]);
  const body = parts.length === 1 ? parts[0] : Buffer.concat(parts);
  if (body.indexOf('t=1') === -1) return;
  const sent = [...body.toString('latin1').matchAll(/t=(\d+\.\d+)/g)];
  const step = Math.max(1, Math.floor(sent.length / SAMPLES_A_REPORT));
  for (let i = 0; i < sent.length && counts.latencies.length < LATENCIES_MAX; i += step) {
    counts.latencies.push(now - Number(sent[i][1]));
  }
}

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', (order) => {
  if (order.reset) counts = fresh();
  if (order.latencyMs !== undefined) latencyMs = order.latencyMs;
  if (order.refusing !== undefined) refusing = order.refusing;
  if (order.ask) process.send({ counts: order.ask === 'all' ? counts : summary() });
});

function summary() {
  const { latencies, timeline, ...rest } = counts;
  return { ...rest, samples: latencies.length };
}
