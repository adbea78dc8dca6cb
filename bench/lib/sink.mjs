// A MetaStudio that accepts everything, in a process of its own. It counts events by the `total` of
// each report, and parses bodies only after the run.
import { createServer } from 'node:http';

let latencyMs = Number(process.argv[2] ?? 0);
let refusing = false;
/** Whether bodies are kept; their events hold the time at which they were sent. */
let timing = false;
let counts = fresh();

function fresh() {
  return { events: 0, reports: 0, bytes: 0, firstAt: 0, lastAt: 0, kept: [], timeline: [] };
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const parts = [];
  const answer = () => {
    if (refusing) return void response.writeHead(503).end('{}');
    take(parts);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  };
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    if (latencyMs > 0) setTimeout(answer, latencyMs);
    else answer();
  });
});

function take(parts) {
  const now = performance.timeOrigin + performance.now();
  const total = eventsIn(parts);
  counts.events += total;
  counts.reports += 1;
  for (const part of parts) counts.bytes += part.length;
  counts.firstAt ||= now;
  counts.lastAt = now;
  counts.timeline.push([now, counts.events]);
  if (timing) counts.kept.push([now, parts]);
}

/**
 * The number of events by the report itself. A peer that cannot write it has its events counted.
 */
function eventsIn(parts) {
  const told = /"total":(\d+)/.exec(parts[0].toString('latin1', 0, 64));
  if (told !== null) return Number(told[1]);
  return Buffer.concat(parts).toString('latin1').split('"timestamp":').length - 1;
}

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', (order) => {
  if (order.reset) counts = fresh();
  if (order.timing !== undefined) timing = order.timing;
  if (order.refusing !== undefined) refusing = order.refusing;
  if (order.ask === 'counts') process.send({ counts: summary() });
  if (order.ask === 'all') process.send({ all: { ...summary(), ...details() } });
});

function summary() {
  const { kept: _, timeline: __, ...rest } = counts;
  return rest;
}

function details() {
  return { timeline: counts.timeline, latencies: counts.kept.flatMap(latenciesIn) };
}

function latenciesIn([at, parts]) {
  const body = Buffer.concat(parts).toString('latin1');
  return Array.from(body.matchAll(/t=(\d+\.\d+)/g), ([, sentAt]) => at - Number(sentAt));
}
