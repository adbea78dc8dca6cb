import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { loadSources } from '#platforms';
import { Secret } from '#secret';
import { WebSocket } from 'ws';
import { SourceNetwork } from '../../apps/relay/src/network/source-network.js';
import { TunnelAgent } from '../../apps/relay/src/network/tunnel.agent.js';
import { BILIBILI_APP as APP, StandInBilibili } from '../support/platforms/bilibili-open.js';
import { StandInServer } from '../support/platforms/stand-in-server.js';
import {
  connect,
  openHandles,
  stopConnections,
  untilHandlesAre,
} from '../source/connection-rig.js';
import { openProtocol } from '../source/line-protocol.js';
import { ConnectProxy } from '../support/connect-proxy.js';
import { eventually } from '../support/eventually.js';

const SOURCES = await loadSources();

/** Its colon, and its percent sign, are escaped in a URL. */
const CREDENTIALS = 'shop:pass%3A%25word';
const AUTHORIZATION = `Basic ${Buffer.from('shop:pass:%word').toString('base64')}`;

let proxy: ConnectProxy;
let server: StandInServer;
const platform = new StandInBilibili();
const networks: SourceNetwork[] = [];

beforeEach(async () => {
  proxy = await ConnectProxy.start();
  server = await StandInServer.start(platform.answer);
});

afterEach(async () => {
  await stopConnections();
  await Promise.all(networks.splice(0).map((network) => network.close()));
  await server.stop();
  await proxy.stop();
});

/** A network whose proxy is the test's, where nothing else is said. */
function networkOf(proxies: { https?: string; http?: string; no?: string } = {}): SourceNetwork {
  const { https, http = proxy.url(CREDENTIALS), no } = proxies;
  const network = new SourceNetwork({
    httpsProxy: https === undefined ? undefined : new Secret(https),
    httpProxy: http === '' ? undefined : new Secret(http),
    noProxy: no,
  });
  networks.push(network);
  return network;
}

/** `host:port` of the stand-in. */
function behind(): string {
  return new URL(server.url).host;
}

describe('the network of the sources', () => {
  it('carries WebSockets through the proxy, which alone knows the name', async () => {
    proxy.names.set('chat.test:80', behind());
    const { agentFor } = networkOf();
    const { log } = connect(openProtocol('ws://chat.test/room'), { agentFor });
    const client = await server.client(1);
    expect(client.request).toMatchObject({ url: '/room', headers: { host: 'chat.test' } });
    client.send('say 1');
    await log.until(({ events }) => events.length === 1);
    expect(proxy.asked).toEqual([{ target: 'chat.test:80', authorization: AUTHORIZATION }]);
  });

  it('carries a platform, its API and its socket, through the proxy', async () => {
    proxy.names.set('bilibili.test:80', behind());
    server.onClient = platform.accept;
    const network = networkOf();
    const protocol = SOURCES.get('bilibili-open')!.protocol!(
      { ...APP, url: 'http://bilibili.test' },
      network,
    );
    const { connection, log } = connect(protocol, { agentFor: network.agentFor });
    await log.untilCalled('connected');
    await connection.stop();
    expect(platform.calls).toEqual(['start', expect.stringContaining('end ')]);
    expect(new Set(proxy.targets())).toEqual(new Set(['bilibili.test:80']));
    expect(proxy.targets().length).toBeGreaterThan(1);
    expect(log.of('stopFailed')).toEqual([]);
  });

  it('speaks TLS through the tunnel, with the name of the host behind it', async () => {
    const names: string[] = [];
    const key = Buffer.from('a key that both have');
    const tls = createTlsServer({
      ciphers: 'PSK',
      maxVersion: 'TLSv1.2',
      pskCallback: () => key,
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    });
    tls.on('secureConnection', (socket) => {
      socket.once('data', (request) => {
        names.push(String(request).split('\r\n', 1).join());
        socket.end('HTTP/1.1 418 No\r\n\r\n');
      });
    });
    await once(tls.listen(0, '127.0.0.1'), 'listening');
    proxy.names.set('chat.test:443', `127.0.0.1:${(tls.address() as AddressInfo).port}`);
    const withoutCertificate: object = {
      ciphers: 'PSK',
      maxVersion: 'TLSv1.2',
      pskCallback: () => ({ psk: key, identity: 'test' }),
      checkServerIdentity: () => undefined,
    };
    const agent = networkOf().agentFor('wss://chat.test/room');
    const socket = new WebSocket('wss://chat.test/room', [], { ...withoutCertificate, agent });
    socket.on('error', () => {});
    const [, response] = await once(socket, 'unexpected-response');
    expect(response.statusCode).toBe(418);
    expect(names).toEqual(['chat.test', 'GET /room HTTP/1.1']);
    socket.terminate();
    await once(tls.close(), 'close');
  });

  it.each([
    ['by its address', '127.0.0.1'],
    ['with its port', 'other.test,127.0.0.1:PORT'],
    ['with all others', '*'],
  ])('connects directly to a host that NO_PROXY names %s', async (_, list) => {
    const network = networkOf({ no: list.replace('PORT', new URL(server.url).port) });
    const { log } = connect(openProtocol(server.url), { agentFor: network.agentFor });
    await server.client(1);
    await log.untilCalled('connected');
    await network.fetch(`${server.httpUrl}/v2/app/none`, { method: 'POST', body: '{}' });
    expect(proxy.asked).toEqual([]);
  });

  it('uses the https proxy for TLS only, and the general proxy where there is no other', () => {
    const { agentFor } = networkOf({ https: 'http://127.0.0.1:9', http: '' });
    expect(agentFor('ws://chat.test/')).toBeUndefined();
    expect(agentFor('wss://chat.test/')).toBeInstanceOf(TunnelAgent);
    expect(networkOf().agentFor('wss://chat.test/')).toBeInstanceOf(TunnelAgent);
    expect(networkOf({ http: '' }).agentFor('wss://chat.test/')).toBeUndefined();
  });

  it("tells the proxy's refusal, tries again, and shows no password", async () => {
    proxy.answer = 407;
    const { connection, log } = connect(openProtocol(server.url), {
      agentFor: networkOf().agentFor,
    });
    expect(await log.untilCalled('disconnected')).toEqual(['connect-failed', 'PROXY_ANSWERED_407']);
    expect(JSON.stringify([connection.status, log.calls])).not.toContain('pass');
    proxy.answer = 200;
    await server.client(1);
    await log.untilCalled('connected');
  });

  it('fails, without a direct attempt, where the proxy is away', async () => {
    const { agentFor } = networkOf({ http: 'http://127.0.0.1:1' });
    const { log } = connect(openProtocol(server.url), { agentFor });
    expect(await log.untilCalled('disconnected', 2)).toEqual(['connect-failed', 'ECONNREFUSED']);
    expect(server.clients).toEqual([]);
  });

  it('lets go of a hanging proxy at once when the attempt is aborted', async () => {
    proxy.answer = 'nothing';
    const before = openHandles();
    const { connection } = connect(openProtocol(server.url), { agentFor: networkOf().agentFor });
    await eventually(() => proxy.asked.length === 1, 'the tunnel is asked for');
    await connection.stop();
    await eventually(() => proxy.open === 0, 'the connection to the proxy is gone');
    await untilHandlesAre(before);
  });

  it('gives up a tunnel that does not open in time', async () => {
    proxy.answer = 'nothing';
    const agent = new TunnelAgent(new URL(proxy.url()), false, 20);
    const { log } = connect(openProtocol(server.url), { agentFor: () => agent });
    expect(await log.untilCalled('disconnected')).toEqual(['connect-failed', 'PROXY_TIMEOUT']);
    await stopConnections();
    await eventually(() => proxy.open === 0, 'the connection to the proxy is gone');
  });
});
