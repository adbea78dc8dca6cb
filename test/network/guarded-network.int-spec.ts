import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SourceCatalogue } from '#platforms';
import { chineseOf, Connection, EventStream, SourceError } from '#source';
import { AddressGuard } from '../../apps/relay/src/network/address-guard.js';
import { GuardedNetwork } from '../../apps/relay/src/network/guarded-network.js';
import { SourceNetwork } from '../../apps/relay/src/network/source-network.js';
import { ConnectionLog } from '../source/connection-log.js';
import { openProtocol } from '../source/line-protocol.js';

const mapping = { platform: 'x', rules: [] };
const NO_PROXY = { httpsProxy: undefined, httpProxy: undefined, noProxy: undefined };

let server: Server;
let port: number;
let asked = 0;
/** Whether it does as some gateways do, though nobody asks for it. */
let saysContinue = false;

beforeAll(async () => {
  server = createServer((_request, response) => {
    asked++;
    if (saysContinue) response.writeContinue();
    response.end('inside');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** A way out on which every name leads to this machine. */
function networkTo(allowHosts: readonly string[]): GuardedNetwork {
  const guard = new AddressGuard(allowHosts, async () => [{ address: '127.0.0.1', family: 4 }]);
  return new GuardedNetwork(new SourceNetwork(NO_PROXY), guard);
}

/** What comes of a request through the agent that a WebSocket would take: a status or a code. */
async function throughAgent(network: GuardedNetwork, host: string): Promise<unknown> {
  return new Promise((resolve) => {
    try {
      const agent = network.agentFor(`ws://${host}:${port}/`);
      request({ host, port, agent }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
        .end();
    } catch (error) {
      resolve((error as NodeJS.ErrnoException).code);
    }
  });
}

async function throughFetch(network: GuardedNetwork, host: string): Promise<unknown> {
  try {
    const response = await network.fetch(`http://${host}:${port}/`, {});
    await response.text();
    return response.status;
  } catch (error) {
    const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
    return cause?.code ?? code;
  }
}

describe('the network of sources that were made through the API', () => {
  it('connects to no refused address, whatever its name resolved to before', async () => {
    const network = networkTo([]);
    for (const host of ['evil.example', '127.0.0.1', 'localhost']) {
      expect([host, await throughAgent(network, host)]).toEqual([host, 'RELAY_ADDRESS_REFUSED']);
      expect([host, await throughFetch(network, host)]).toEqual([host, 'RELAY_ADDRESS_REFUSED']);
    }
    expect(asked).toBe(0);
    await network.close();
  });

  it.each([
    ['ws', 'evil.example'],
    ['ws', '127.0.0.1'],
    ['http', 'evil.example'],
    ['http', '127.0.0.1'],
  ])('says what to do where %s://%s is refused', async (scheme, host) => {
    const network = networkTo([]);
    const log = new ConnectionLog();
    const { open } = new EventStream(network.fetch);
    const url = `${scheme}://${host}:${port}/`;
    const connectTo = async () => ({ url, ...(scheme === 'http' && { open }) });
    const connection = new Connection(openProtocol(url, { connectTo }), log, log, {
      agentFor: network.agentFor,
    });
    connection.connect();
    const [sentence] = await log.untilCalled('refused');
    expect(sentence).toMatch(/name the host in api\.allowHosts/u);
    expect(chineseOf(sentence as string)).toContain('api.allowHosts');
    expect(connection.status.reason).toBe('connect-failed');
    await connection.stop();
    await network.close();
  });

  it.each([
    [
      'websocket',
      (url: string) => ({ url: 'wss://chat.example.com', token: { url, path: 't' }, mapping }),
    ],
    ['youtube', (url: string) => ({ url, apiKey: 'k', videoId: 'v' })],
    ['twitch-eventsub', (url: string) => ({ channel: 'c', token: 't', apiUrl: url, authUrl: url })],
    ['bilibili-open', (url: string) => ({ apiUrl: url, code: 'C', accessKeySecret: 's' })],
  ])(
    'says so, too, where a source of the type %s asks there before it connects',
    async (...one) => {
      const [type, options] = one;
      const network = networkTo([]);
      const sources = new SourceCatalogue();
      await sources.load([type]);
      for (const host of ['evil.example', '127.0.0.1']) {
        const source = sources.get(type)!;
        const protocol = source.protocol!(options(`http://${host}:${port}`), network);
        const asking = protocol.connectTo(AbortSignal.timeout(8000));
        await expect(asking).rejects.toThrow(SourceError);
        await expect(asking).rejects.toThrow(/name the host in api\.allowHosts/u);
      }
      await network.close();
    },
  );

  it('connects to a host that the operator named', async () => {
    const network = networkTo(['chat.example']);
    expect(await throughAgent(network, 'chat.example')).toBe(200);
    expect(await throughFetch(network, 'chat.example')).toBe(200);
    await network.close();
  });

  it('reads the answer of a server that says 100 Continue before it', async () => {
    const network = networkTo(['chat.example']);
    saysContinue = true;
    expect(await throughFetch(network, 'chat.example')).toBe(200);
    saysContinue = false;
    await network.close();
  });
});

describe('a network that was closed', () => {
  it.each([
    ['that had asked before', 1],
    ['that asks for the first time', 0],
  ])('asks nobody any more: one %s', async (_, before) => {
    const network = networkTo(['inside.example']);
    for (let i = 0; i < before; i++)
      expect(await throughFetch(network, 'inside.example')).toBe(200);
    await network.close();
    const asks = asked;
    expect(await throughFetch(network, 'inside.example')).toBe('UND_ERR_DESTROYED');
    expect(asked).toBe(asks);
  });
});
