// A chat platform in a process of its own. The path of a connection is the number of its bridge:
// /7.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { entry, framesOf, message, timedMessage } from './frames.mjs';

const MESSAGES_A_BLOCK = 500;
const sockets = new Map();

const server = createServer();
const chats = new WebSocketServer({ server, perMessageDeflate: false, backlog: 2000 });
chats.on('connection', (socket, request) => {
  const bridge = Number(request.url.slice(1));
  sockets.set(bridge, request.socket);
  socket.on('close', () => {
    // The bridge may have a newer socket already.
    if (sockets.get(bridge) === request.socket) sockets.delete(bridge);
  });
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 2000 }, () =>
  process.send({ port: server.address().port }),
);

process.on('message', (order) => {
  if (order.prepare) prepare(order.prepare);
  if (order.flood) void flood(order.flood);
  if (order.pace) pace(order.pace);
  if (order.tell) process.send({ sent, sockets: sockets.size });
});

let blocks = [];
let run = 0;
let sent = 0;

/**
 * Makes the bytes before the measurement. All bridges can get the same: each has a target of its
 * own.
 */
function prepare({ events }) {
  run += 1;
  blocks = [];
  for (let at = 0; at < events; at += MESSAGES_A_BLOCK) {
    const count = Math.min(MESSAGES_A_BLOCK, events - at);
    blocks.push(framesOf(Array.from({ length: count }, (_, i) => message(run, at + i))));
  }
  process.send({ prepared: true });
}

/** Writes the prepared bytes to each bridge, as fast as its socket takes them. */
async function flood({ bridges }) {
  const startedAt = performance.timeOrigin + performance.now();
  await Promise.all(
    Array.from({ length: bridges }, async (_, bridge) => {
      const socket = sockets.get(bridge);
      for (const block of blocks) {
        if (socket.write(block)) continue;
        await new Promise((resolve) => {
          socket.once('drain', resolve);
        });
      }
    }),
  );
  process.send({ flooded: startedAt });
}

/**
 * Sends `perSecond` events a second over all bridges for `seconds`. With `timed` each event holds
 * the time at which it was sent. With `busy` only this many bridges share them, and the others
 * share `quietPerSecond` entries.
 */
function pace({ bridges, perSecond, seconds, timed, busy = bridges, quietPerSecond = 0 }) {
  const startedAt = performance.now();
  run += 1;
  sent = 0;
  let unheard = 0;
  const loud = { first: 0, count: busy, perSecond, sent: 0, timed };
  const count = bridges - busy;
  const quiet = { first: busy, count, perSecond: quietPerSecond, sent: 0, entries: true };
  const timer = setInterval(() => {
    const elapsed = Math.min(seconds * 1000, performance.now() - startedAt);
    const texts = new Map();
    for (const part of [loud, quiet]) {
      const due = Math.floor((elapsed * part.perSecond) / 1000);
      for (; part.sent < due; part.sent++) {
        const bridge = part.first + (part.sent % part.count);
        const text = next(part);
        const some = texts.get(bridge);
        if (some === undefined) texts.set(bridge, [text]);
        else some.push(text);
      }
    }
    for (const [bridge, some] of texts) {
      const socket = sockets.get(bridge);
      if (socket === undefined) unheard += some.length;
      else socket.write(framesOf(some));
    }
    if (elapsed < seconds * 1000) return;
    clearInterval(timer);
    process.send({ paced: { sent, unheard } });
  }, 1);
}

function next({ timed, entries }) {
  const number = sent++;
  if (entries) return entry(run, number);
  if (!timed) return message(run, number);
  return timedMessage(run, number, performance.timeOrigin + performance.now());
}
