// Forwards the chat messages as lines to a peer that knows no WebSocket, with a connection for each
// bridge.
import { connect } from 'node:net';
import { WebSocket } from 'ws';

const NEW_LINE = Buffer.from('\n');
const [feederPort, port, bridges] = process.argv.slice(2).map(Number);

for (let i = 0; i < bridges; i++) {
  const lines = connect(port, '127.0.0.1');
  const socket = new WebSocket(`ws://127.0.0.1:${feederPort}/${i}`, {
    perMessageDeflate: false,
    skipUTF8Validation: true,
  });
  let parts = [];
  socket.on('message', (frame) => {
    if (parts.length === 0) setImmediate(write);
    parts.push(frame, NEW_LINE);
  });
  lines.on('drain', () => socket.resume());

  function write() {
    const all = Buffer.concat(parts);
    parts = [];
    if (!lines.write(all)) socket.pause();
  }
}
process.send({ ready: true });
