import type { Socket } from 'node:net';
import { Secret } from '#secret';
import { reportRig } from './support/report-rig.js';
import { startTcpServer, type ScriptedServer } from './support/scripted-server.js';
import { ConnectProxy } from '../support/connect-proxy.js';

const CONTINUE = 'HTTP/1.1 100 Continue\r\nx-gateway: a\r\n\r\n';
const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}';

describe('a gateway that says 100 Continue though nobody asked', () => {
  const opened: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });

  const arrived = { requests: 0 };

  /** Answers every request on a connection with these parts, each of them apart. */
  async function gateway(parts: (request: number) => readonly string[]): Promise<ScriptedServer> {
    arrived.requests = 0;
    const server = await startTcpServer((socket) => {
      socket.setNoDelay(true);
      socket.on('data', (bytes) => {
        if (!bytes.toString('latin1').includes('HTTP/1.1')) return;
        arrived.requests += 1;
        void say(socket, parts(arrived.requests));
      });
    });
    opened.push(server);
    return server;
  }

  function rigFor(origin: string, proxy?: string) {
    const options = proxy === undefined ? {} : { proxy: { httpProxy: new Secret(proxy) } };
    const rig = reportRig(origin, options);
    opened.push(rig);
    return rig;
  }

  it.each([
    ['with the answer', () => [CONTINUE + ANSWER]],
    ['before the answer', () => [CONTINUE, ANSWER]],
    ['twice', () => [CONTINUE + CONTINUE, ANSWER]],
    ['behind early hints', () => [HINTS, CONTINUE + ANSWER]],
    ['between early hints, in one piece', () => [HINTS + CONTINUE + HINTS, ANSWER]],
    ['cut anywhere', (request: number) => cut(CONTINUE + ANSWER, request)],
  ])('has each report delivered once: it says it %s', async (_, parts) => {
    const server = await gateway(parts);
    const rig = rigFor(server.origin);
    const reports = CONTINUE.length + 20;
    for (let i = 0; i < reports; i++) {
      expect(await rig.send()).toMatchObject({ kind: 'delivered', status: 200 });
    }
    expect(arrived.requests).toBe(reports);
    // Its connections are kept.
    expect(server.connections()).toBeLessThan(5);
  });

  it('has a report delivered through a proxy', async () => {
    const server = await gateway(() => [CONTINUE, ANSWER]);
    const proxy = await ConnectProxy.start();
    opened.push({ close: async () => proxy.stop() });
    proxy.answer = 200;
    const rig = rigFor(server.origin, proxy.url());
    expect(await rig.send()).toMatchObject({ kind: 'delivered', status: 200 });
    expect(proxy.asked).toHaveLength(1);
  });

  it('is left where it says so without end', async () => {
    const block = Buffer.from(CONTINUE.repeat(1000));
    let written = 0;
    const server = await startTcpServer((socket) => {
      const write = (): void => {
        do written += block.length;
        while (socket.writable && socket.write(block));
        if (socket.writable) socket.once('drain', write);
      };
      socket.once('data', write);
    });
    opened.push(server);
    expect(await rigFor(server.origin).send()).toMatchObject({ kind: 'retry', reason: 'reset' });
    expect(written).toBeLessThan(32 * 1024 ** 2);
  });

  it('takes nothing out of the body of an answer', async () => {
    const body = JSON.stringify({ error_code: 'MSS.00000004', error_msg: CONTINUE });
    const head = `HTTP/1.1 500 No\r\ncontent-length: ${body.length}\r\n\r\n`;
    const at = body.indexOf('HTTP/1.1 100');
    const server = await gateway(() => [head, body.slice(0, at), body.slice(at)]);
    const outcome = await rigFor(server.origin).send();
    expect(outcome).toMatchObject({ kind: 'retry', status: 500, code: 'MSS.00000004' });
  });
});

async function say(socket: Socket, parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    await new Promise<void>((resolve) => socket.write(part, 'latin1', () => resolve()));
    await new Promise(setImmediate);
  }
}

function cut(text: string, at: number): readonly string[] {
  return [text.slice(0, at), text.slice(at)];
}
