import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { connect, type Socket } from 'node:net';
import { Secret } from '#secret';
import { reportRig, type ReportRig } from './support/report-rig.js';
import {
  answer,
  startHttpServer,
  startTcpServer,
  type ScriptedServer,
} from './support/scripted-server.js';

describe('the guard before a report is written', () => {
  const opened: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });

  async function start(): Promise<{ server: ScriptedServer; rig: ReportRig }> {
    const server = await startHttpServer(answer(200));
    const rig = reportRig(server.origin);
    opened.push(server, rig);
    return { server, rig };
  }

  it('refuses: sends nothing, and keeps the connection for the next report', async () => {
    const { server, rig } = await start();
    expect(await rig.send({ beforeWrite: () => false })).toEqual({ kind: 'stale' });
    expect(server.bytesReceived()).toBe(0);
    expect(await rig.send({ beforeWrite: () => true })).toMatchObject({ kind: 'delivered' });
    expect(server.connections()).toBe(1);
    expect(server.arrived).toHaveLength(1);
  });

  it('is asked once the connection exists, however long that took', async () => {
    const { server } = await start();
    const proxy = await startSlowProxy();
    const rig = reportRig(server.origin, { proxy: { httpProxy: new Secret(proxy.origin) } });
    opened.push(proxy, rig);
    let asked = 0;
    const outcome = rig.send({ beforeWrite: () => ++asked === 0 });
    const tunnel = await proxy.requested;
    expect(asked).toBe(0);
    tunnel.accept();
    expect(await outcome).toEqual({ kind: 'stale' });
    expect(asked).toBe(1);
    expect(server.connections()).toBe(1);
    expect(server.bytesReceived()).toBe(0);
  });

  it('is asked in the same turn in which the bytes go out', async () => {
    const { rig } = await start();
    const order: string[] = [];
    const written = (): void => void order.push('written');
    subscribe('undici:request:bodySent', written);
    await rig.send({
      beforeWrite: () => {
        order.push('asked');
        process.nextTick(() => order.push('next tick'));
        return true;
      },
    });
    unsubscribe('undici:request:bodySent', written);
    expect(order).toEqual(['asked', 'written', 'next tick']);
  });

  it('throws: passes the error on, with nothing sent', async () => {
    const { server, rig } = await start();
    const control = {
      beforeWrite: () => {
        throw new Error('broken guard');
      },
    };
    await expect(rig.send(control)).rejects.toThrow('broken guard');
    expect(server.bytesReceived()).toBe(0);
  });

  it('need not be asked when the signal has aborted', async () => {
    const { server, rig } = await start();
    const signal = AbortSignal.abort();
    expect(await rig.send({ signal })).toEqual({ kind: 'stale' });
    expect(server.connections()).toBe(0);
  });

  it('leaves nothing to be sent later when the signal aborts while it waits to connect', async () => {
    const { server } = await start();
    const proxy = await startSlowProxy();
    const rig = reportRig(server.origin, { proxy: { httpProxy: new Secret(proxy.origin) } });
    opened.push(proxy, rig);
    const abort = new AbortController();
    const outcome = rig.send({ signal: abort.signal });
    const tunnel = await proxy.requested;
    abort.abort();
    expect(await outcome).toEqual({ kind: 'stale' });
    tunnel.accept();
    expect(await rig.send()).toMatchObject({ kind: 'delivered' });
    expect(server.arrived).toHaveLength(1);
  });

  it('is an ambiguous retry when the signal aborts after the bytes went out', async () => {
    const abort = new AbortController();
    const server = await startHttpServer(() => abort.abort());
    const rig = reportRig(server.origin);
    opened.push(server, rig);
    expect(await rig.send({ signal: abort.signal })).toEqual({
      kind: 'retry',
      reason: 'aborted',
      ambiguous: true,
    });
  });
});

interface Tunnel {
  accept(): void;
}

/** A proxy that answers the first CONNECT only when it is told to, the others at once. */
async function startSlowProxy(): Promise<ScriptedServer & { requested: Promise<Tunnel> }> {
  let tell: ((tunnel: Tunnel) => void) | undefined;
  const requested = new Promise<Tunnel>((resolve) => {
    tell = resolve;
  });
  const server = await startTcpServer((socket) => {
    socket.once('data', (head) => {
      const accept = (): void => openTunnel(socket, head.toString());
      if (tell === undefined) accept();
      else tell({ accept });
      tell = undefined;
    });
  });
  return { ...server, requested };
}

function openTunnel(socket: Socket, head: string): void {
  const [, host, port] = /^CONNECT ([\d.]+):(\d+) /u.exec(head) ?? [];
  const beyond = connect(Number(port), host);
  beyond.on('error', () => socket.destroy());
  socket.on('close', () => beyond.destroy());
  beyond.once('connect', () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    socket.pipe(beyond).pipe(socket);
  });
}
