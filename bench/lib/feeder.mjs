// A chat platform in a process of its own. A connection's path names its bridge: /7.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { framesOf, message, timedMessage } from './frames.mjs';

const MESSAGES_A_BLOCK = 500;
const sockets = new Map();

const server = createServer();
const chats = new WebSocketServer({ server, perMessageDeflate: false });
chats.on('connection', (socket, request) => {
  const bridge = Number(request.url.slice(1));
  sockets.set(bridge, socket._socket);
  socket.on('close', () => sockets.delete(bridge));
  process.send({ connected: sockets.size });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

process.on('message', (order) => {
  if (order.prepare) prepare(order.prepare);
  if (order.flood) void flood(order.flood);
  if (order.pace) pace(order.pace);
});

let blocks = [];

/** Makes the bytes before the clock runs: `events` for each of `bridges`. */
function prepare({ bridges, events, from = 0 }) {
  blocks = Array.from({ length: bridges }, (_, bridge) => {
    const made = [];
    for (let at = 0; at < events; at += MESSAGES_A_BLOCK) {
      const count = Math.min(MESSAGES_A_BLOCK, events - at);
      made.push(framesOf(Array.from({ length: count }, (_, i) => message(bridge, from + at + i))));
    }
    return made;
  });
  process.send({ prepared: true });
}

/** Writes what was prepared as fast as each socket takes it. */
async function flood() {
  const startedAt = performance.timeOrigin + performance.now();
  await Promise.all(
    blocks.map(async (made, bridge) => {
      const socket = sockets.get(bridge);
      for (const block of made) {
        if (socket.write(block)) continue;
        await new Promise((resolve) => {
          socket.once('drain', resolve);
        });
      }
    }),
  );
  process.send({ flooded: startedAt });
}

/** Sends `perSecond` events a second over all bridges for `seconds`, each telling when. */
function pace({ bridges, perSecond, seconds, timed }) {
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const elapsed = Math.min(seconds * 1000, performance.now() - startedAt);
    const due = Math.floor((elapsed * perSecond) / 1000);
    const texts = new Map();
    for (; sent < due; sent++) {
      const bridge = sent % bridges;
      const now = performance.timeOrigin + performance.now();
      const text = timed ? timedMessage(bridge, sent, now) : message(bridge, sent);
      const some = texts.get(bridge);
      if (some === undefined) texts.set(bridge, [text]);
      else some.push(text);
    }
    for (const [bridge, some] of texts) sockets.get(bridge)?.write(framesOf(some));
    if (elapsed < seconds * 1000) return;
    clearInterval(timer);
    process.send({ paced: sent });
  }, 1);
}
