import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { dial } from './dial.js';

/** More than a socket and Node hold between them. */
const ALL = randomBytes(8 * 1024 * 1024);
const PSK = { psk: Buffer.alloc(16, 'k'), identity: 'test' };
/** A shared key needs no certificate. */
const TLS = { ciphers: 'PSK-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' } as const;

const KINDS = {
  'a plain socket': {
    isSecure: false,
    /** What still comes after a pause, in bytes. */
    restMax: 0,
    listen: (onSocket: (socket: Socket) => void): Server => createServer(onSocket),
    options: {},
  },
  'a TLS socket': {
    isSecure: true,
    // The records of one read.
    restMax: 64 * 1024,
    listen: (onSocket: (socket: Socket) => void): Server =>
      createTlsServer({ ...TLS, pskCallback: () => PSK.psk }, onSocket),
    options: { ...TLS, pskCallback: () => PSK, checkServerIdentity: () => undefined },
  },
};

/** Asked and answered over another socket: what is ready meanwhile has been read. */
async function roundTrips(count: number): Promise<void> {
  const echo = createServer((socket) => socket.pipe(socket));
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  const socket = dial({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port }, false);
  for (let i = 0; i < count; i++) {
    socket.write('?');
    await once(socket, 'data');
  }
  socket.destroy();
  echo.close();
}

describe.each(Object.entries(KINDS))('%s', (_, { isSecure, restMax, listen, options }) => {
  it('stops reading at once when paused, and then reads everything unharmed to the end', async () => {
    const server = listen((socket) => {
      socket.on('error', () => {});
      socket.end(ALL);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    // As `ws` gives it: the path of the URL, which is no socket of this machine.
    const given = { host: '127.0.0.1', port, path: '/chat', ...options };
    const socket = dial(given, isSecure);
    try {
      const parts: Buffer[] = [];
      let length = 0;
      socket.on('data', (part: Buffer) => {
        parts.push(part);
        length += part.length;
      });
      while (length < ALL.length / 2) {
        await once(socket, 'data');
        socket.pause();
        const before = length;
        await roundTrips(10);
        expect(length - before).toBeLessThanOrEqual(restMax);
        expect(socket.readableLength).toBe(0);
        socket.resume();
      }
      await once(socket, 'end');
      expect(Buffer.concat(parts).equals(ALL)).toBe(true);
    } finally {
      socket.destroy();
      server.close();
    }
  });
});

describe('a TLS server name', () => {
  it('is sent for a host name, not for an address', async () => {
    const asked: (string | false | null)[] = [];
    const server = createTlsServer({ ...TLS, pskCallback: () => PSK.psk }, (socket) => {
      asked.push(socket.servername);
      socket.end('.');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    for (const host of ['localhost', '127.0.0.1']) {
      const socket = dial({ host, port, family: 4, ...KINDS['a TLS socket'].options }, true);
      await once(socket, 'data');
      socket.destroy();
    }
    server.close();
    expect(asked).toEqual(['localhost', false]);
  });
});
