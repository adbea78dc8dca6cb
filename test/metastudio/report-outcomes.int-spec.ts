import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { createTransport, reportPathOf } from '#metastudio';
import {
  report,
  reportRig,
  target,
  type ReportRig,
  type RigOptions,
} from './support/report-rig.js';
import {
  answer,
  startHttpServer,
  startTcpServer,
  type ScriptedServer,
} from './support/scripted-server.js';

describe('the outcome of a report', () => {
  const opened: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });

  async function httpRig(step: RequestListener, options: RigOptions = {}) {
    return rigFor(await startHttpServer(step), options);
  }

  /** Gives each connection to `answerer` once a request's head has arrived. */
  async function tcpRig(answerer: (socket: Socket) => void, options: RigOptions = {}) {
    const server = await startTcpServer((socket) => socket.once('data', () => answerer(socket)));
    return rigFor(server, options);
  }

  function rigFor(server: ScriptedServer, options: RigOptions): ReportRig {
    const rig = reportRig(server.origin, options);
    opened.push(server, rig);
    return rig;
  }

  it('delivered: the answer has the URL that came back', async () => {
    const rig = await httpRig((request, response) => {
      const url = `http://${request.headers.host}${reportPathOf(target)}?auth_key=k`;
      response.setHeader('x-request-id', 'req-1');
      response.end(JSON.stringify({ live_event_report_url: url }));
    });
    const outcome = await rig.send();
    expect(outcome).toMatchObject({ kind: 'delivered', status: 200, requestId: 'req-1' });
    expect(outcome.kind === 'delivered' && outcome.reportUrl?.reveal()).toContain('auth_key=k');
  });

  it('delivered: the answer comes in pieces', async () => {
    const rig = await httpRig((_request, response) => {
      const pieces = ['{"live_event', '_report_url"', ':null}'];
      const next = (): void => {
        const piece = pieces.shift();
        if (piece === undefined) response.end();
        else response.write(piece, () => setImmediate(next));
      };
      next();
    });
    expect(await rig.send()).toMatchObject({ kind: 'delivered' });
  });

  it('delivered: the answer is a gigabyte, of which a little is read', async () => {
    const sent = { bytes: 0 };
    const rig = await httpRig((_request, response) => {
      response.writeHead(200, { 'content-length': 2 ** 30 });
      const block = Buffer.alloc(65_536, ' ');
      const more = (): void => {
        sent.bytes += block.length;
        if (!response.destroyed) response.write(block, more);
      };
      more();
    });
    expect(await rig.send()).toMatchObject({ kind: 'delivered', status: 200 });
    expect(sent.bytes).toBeLessThan(2 ** 27);
  });

  it('delivered: the connection breaks after the status', async () => {
    const rig = await tcpRig((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"live');
      socket.end();
    });
    expect(await rig.send()).toMatchObject({ kind: 'delivered', status: 200 });
  });

  it('delivered: the body never ends', async () => {
    const rig = await tcpRig(
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{'),
      { timeoutMs: 3000 },
    );
    expect(await rig.send()).toMatchObject({ kind: 'delivered', status: 200 });
  });

  it('waits for the answer behind early hints', async () => {
    const rig = await httpRig((_request, response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      response.writeProcessing();
      response.end('{}');
    });
    expect(await rig.send()).toMatchObject({ kind: 'delivered', status: 200 });
  });

  it('delivered: the process stands still until long after the answer has come', async () => {
    const rig = await httpRig(
      (_request, response) => {
        response.end('{}');
        for (const begin = performance.now(); performance.now() - begin < 400;);
      },
      { timeoutMs: 300 },
    );
    expect(await rig.send()).toMatchObject({ kind: 'delivered' });
  });

  it('ambiguous retry: no answer comes in time', async () => {
    const rig = await httpRig(() => {}, { timeoutMs: 3000 });
    expect(await rig.send()).toEqual({ kind: 'retry', reason: 'timeout', ambiguous: true });
  });

  it('ambiguous retry: the headers never end', async () => {
    const rig = await tcpRig((socket) => socket.write('HTTP/1.1 200 OK\r\nx-a: 1\r\n'), {
      timeoutMs: 3000,
    });
    expect(await rig.send()).toMatchObject({ reason: 'timeout', ambiguous: true });
  });

  it('ambiguous retry: the connection is reset before an answer', async () => {
    const rig = await tcpRig((socket) => socket.resetAndDestroy());
    expect(await rig.send()).toMatchObject({ kind: 'retry', reason: 'reset', ambiguous: true });
  });

  it('ambiguous retry: the connection closes before an answer', async () => {
    const rig = await tcpRig((socket) => socket.end());
    expect(await rig.send()).toMatchObject({
      kind: 'retry',
      reason: 'reset',
      ambiguous: true,
      code: 'UND_ERR_SOCKET',
    });
  });

  it.each([
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['has a broken header', 'HTTP/1.1 200 OK\r\nbad header\r\n\r\n'],
    ['has headers without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`],
  ])('ambiguous retry: the answer %s', async (_name, text) => {
    const rig = await tcpRig((socket) => socket.write(text));
    expect(await rig.send()).toMatchObject({
      kind: 'retry',
      reason: 'unreadable-answer',
      ambiguous: true,
    });
  });

  it('unambiguous retry: nobody listens', async () => {
    const server = await startHttpServer(answer(200));
    await server.close();
    const rig = reportRig(server.origin);
    opened.push(rig);
    expect(await rig.send()).toEqual({
      kind: 'retry',
      reason: 'connect-failed',
      ambiguous: false,
      code: 'ECONNREFUSED',
    });
  });

  it('unambiguous retry: the transport is closed already', async () => {
    const rig = await httpRig(answer(200));
    await rig.close();
    expect(await rig.send()).toMatchObject({ reason: 'connect-failed', ambiguous: false });
  });

  it('unambiguous retry: no connection comes free in time', async () => {
    const abort = new AbortController();
    const transport = createTransport({ connectionsPerOrigin: 1 });
    let arrived: (() => void) | undefined;
    const busy = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const server = await startHttpServer(() => arrived?.());
    opened.push(server, { close: () => transport.destroy() });
    const first = reportRig(server.origin, { transport }).send({ signal: abort.signal });
    await busy;
    const second = reportRig(server.origin, { transport, timeoutMs: 50 }).send();
    expect(await second).toEqual({ kind: 'retry', reason: 'timeout', ambiguous: false });
    abort.abort();
    expect(await first).toMatchObject({ reason: 'aborted', ambiguous: true });
    expect(server.arrived).toHaveLength(1);
  });

  it('reads the answer of a gateway that answers before it has the whole body', async () => {
    const server = await startTcpServer((socket) =>
      socket.once('data', () => {
        const body = '{"error_code":"APIGW.0201","error_msg":"Request entity too large"}';
        socket.resume();
        socket.end(
          `HTTP/1.1 413 Too Large\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        );
      }),
    );
    const rig = rigFor(server, {});
    const large = Buffer.alloc(2_000_000, ' ');
    expect(await rig.send({}, {}, large)).toMatchObject({ kind: 'too-large', status: 413 });
  });

  it.each([
    [401, { error_code: 'APIGW.0301' }, { kind: 'unauthorized', remedy: 'none' }],
    [400, { error_code: 'MSS.00000003', error_msg: 'no' }, { kind: 'invalid', message: 'no' }],
    [404, {}, { kind: 'gone' }],
    [403, {}, { kind: 'refused', reason: 'forbidden' }],
    [429, {}, { kind: 'retry', reason: 'throttled', retryAfterMs: 3000, ambiguous: false }],
    [503, {}, { kind: 'retry', reason: 'server-error', ambiguous: false }],
  ])('follows the table for status %i', async (status, body, expected) => {
    const rig = await httpRig(answer(status, body, { 'retry-after': '3' }));
    expect(await rig.send()).toMatchObject({ status, ...expected });
  });

  it('refused: a redirect, which is not followed', async () => {
    const elsewhere = await startHttpServer(answer(200));
    opened.push(elsewhere);
    const rig = await httpRig(answer(307, '', { location: `${elsewhere.origin}/` }));
    expect(await rig.send()).toMatchObject({ kind: 'refused', reason: 'redirect', status: 307 });
    expect(elsewhere.connections()).toBe(0);
  });

  it('sends the exact bytes of the body with their length', async () => {
    const server = await startHttpServer(answer(200));
    const rig = rigFor(server, {});
    await rig.send();
    expect(server.arrived).toMatchObject([
      {
        method: 'POST',
        url: reportPathOf(target),
        headers: {
          'content-type': 'application/json',
          'content-length': String(report.length),
          'x-project-id': target.projectId,
          'x-auth-token': 'token',
        },
      },
    ]);
    expect(server.arrived[0]?.body.equals(report)).toBe(true);
  });
});
