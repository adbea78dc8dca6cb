import { EventStream } from '#source';
import { connect, stopConnections } from './connection-rig.js';
import { openProtocol } from './line-protocol.js';
import { RawServer, StandInServer } from './stand-in-server.js';

const SAY_1 = Buffer.from('\x81\x05say 1', 'latin1');

/** So many times the same bytes, and then a comment. */
function flood(count: number, ...frame: number[]): Buffer {
  return Buffer.concat([Buffer.alloc(count * frame.length, Buffer.from(frame)), SAY_1]);
}

/** Counts how much was handled while the event loop went around once, at most. */
function mostAround(handled: () => number): () => number {
  let most = 0;
  let before = handled();
  const look = (): void => {
    const now = handled();
    most = Math.max(most, now - before);
    before = now;
    next = setImmediate(look);
  };
  let next = setImmediate(look);
  return () => {
    clearImmediate(next);
    return most;
  };
}

describe('a source that floods its socket', () => {
  let server: StandInServer;

  beforeEach(async () => {
    server = await StandInServer.start();
  });

  afterEach(async () => {
    await stopConnections();
    await server.stop();
  });

  it.each([
    ['empty frames', [0x81, 0]],
    ['one-byte frames', [0x81, 1, 0x78]],
  ])('yields to the process after few %s', async (_, frame) => {
    const { log } = connect(openProtocol(server.url));
    const client = await server.client(1);
    const most = mostAround(() => log.of('received').length);
    client.request.socket.write(flood(20_000, ...frame));
    await log.until(() => log.events.length === 1);
    // 64 KiB hold thirty thousand; two turns may lie between two looks.
    expect(most()).toBeLessThan(500);
    expect(log.of('received')).toHaveLength(20_001);
  });

  it('has the latest of many pings answered, not each', async () => {
    const { log } = connect(openProtocol(server.url));
    const client = await server.client(1);
    const pongs: string[] = [];
    client.socket.on('pong', (data) => pongs.push(data.toString()));
    client.request.socket.write(flood(20_000, 0x89, 1, 0x61));
    await log.until(() => log.events.length === 1);
    const last = new Promise<void>((resolve) => {
      client.socket.on('pong', (data) => data.toString() === 'z' && resolve());
    });
    client.socket.ping('z');
    await last;
    expect(pongs.length).toBeGreaterThan(1);
    expect(pongs.length).toBeLessThan(2000);
  });

  it('yields to the process after few events of a stream', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n';
    const stream = await RawServer.start((socket) => {
      socket.once('data', () => socket.write(head + 'data:x\n\n'.repeat(20_000)));
    });
    try {
      const url = stream.url.replace('ws:', 'http:');
      const { open } = new EventStream(fetch);
      const { log } = connect(openProtocol(url, { connectTo: () => ({ url, open }) }));
      await log.untilCalled('received');
      const most = mostAround(() => log.of('received').length);
      await log.untilCalled('received', 20_000);
      expect(most()).toBeLessThan(1000);
    } finally {
      await stopConnections();
      await stream.stop();
    }
  });

  it('is disconnected where an event of a stream has endless empty lines', async () => {
    const chunk = `1d4c0\r\n${'data:\n'.repeat(20_000)}\r\n`;
    const head =
      'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
    let written = 0;
    const stream = await RawServer.start((socket) => {
      socket.once('data', () => {
        socket.write(head);
        const write = (): void => {
          do written += chunk.length;
          while (socket.writable && socket.write(chunk));
          if (socket.writable) socket.once('drain', write);
        };
        write();
      });
    });
    try {
      const url = stream.url.replace('ws:', 'http:');
      const { open } = new EventStream(fetch);
      const { log } = connect(openProtocol(url, { connectTo: () => ({ url, open }) }));
      expect((await log.untilCalled('disconnected'))[0]).toBe('frame-too-large');
      // By its characters alone, an event of 16 MiB, it would be after six times as much.
      expect(written).toBeLessThan(32 * 1024 ** 2);
    } finally {
      await stopConnections();
      await stream.stop();
    }
  });

  it('is disconnected where it answers 1xx endlessly instead of upgrading', async () => {
    let written = 0;
    const endless = await RawServer.start((socket) => {
      socket.once('data', () => {
        const block = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000));
        const write = (): void => {
          do written++;
          while (socket.writable && socket.write(block));
          if (socket.writable) socket.once('drain', write);
        };
        write();
      });
    });
    try {
      const { log } = connect(openProtocol(endless.url));
      const ended = await log.untilCalled('disconnected');
      expect(ended).toEqual(['connect-failed', 'HPE_HEADER_OVERFLOW']);
      expect(written).toBeLessThan(1000);
    } finally {
      await endless.stop();
    }
  });
});
