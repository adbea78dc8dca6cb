// A source that sends as many frames of one kind as its socket takes, in a process of its own.
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const BLOCK_BYTES = 256 * 1024;

function frame(first, payload = Buffer.alloc(0)) {
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = first;
  header[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (length >= 65_536) header.writeBigUInt64BE(BigInt(length), 2);
  else if (length >= 126) header.writeUInt16BE(length, 2);
  return Buffer.concat([header, payload]);
}

function many(one) {
  return Buffer.concat(Array(Math.ceil(BLOCK_BYTES / one.length)).fill(one));
}

const json = (value) => Buffer.from(JSON.stringify(value));
const message = [
  frame(0x01, Buffer.from('{"type":"')),
  ...Array(14).fill(frame(0, Buffer.from('x'))),
];

/** The bytes of each kind, which are sent again and again. */
const FLOODS = {
  'empty frames': many(frame(0x81)),
  'one-byte frames': many(frame(0x81, Buffer.from('x'))),
  pings: many(frame(0x89, Buffer.from('12345678'))),
  fragments: many(Buffer.concat([...message, frame(0x80, Buffer.from('"}'))])),
  'large frames': frame(0x81, json({ type: 'other', pad: 'x'.repeat(1_000_000) })),
  'frames too large': frame(0x81, Buffer.alloc(4_000_000, 0x20)),
  'frames of many parts': frame(
    0x81,
    json({ type: 'other', pad: Array.from({ length: 150_000 }, () => ({ a: 1 })) }),
  ),
  'endless 1xx': many(Buffer.from('HTTP/1.1 100 Continue\r\n\r\n')),
};
export const FLOOD_KINDS = Object.keys(FLOODS);

function serve(kind) {
  const block = FLOODS[kind];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (request) => {
      const key = /sec-websocket-key: (.*)\r\n/iu.exec(String(request))?.[1] ?? '';
      const accept = createHash('sha1')
        .update(key + GUID)
        .digest('base64');
      if (kind !== 'endless 1xx') {
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
            `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
        );
      }
      // Reads and ignores the pongs and heartbeats of the client.
      socket.resume();
      const write = () => {
        while (!socket.destroyed && socket.write(block));
        socket.once('drain', write);
      };
      write();
    });
  });
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
}

if (process.argv[2] in FLOODS) serve(process.argv[2]);
