import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadSources } from '#platforms';
import { SourceNetwork } from '../../apps/relay/src/network/source-network.js';
import { connect, stopConnections } from '../source/connection-rig.js';
import { eventually } from '../support/eventually.js';

const SOURCES = await loadSources();
const MAPPING = {
  platform: 'x',
  each: 'messages',
  rules: [{ event: 'comment', user: { name: 'by' }, text: 'said' }],
};

describe('a server that is polled through the network of the sources', () => {
  it('is asked again and again by one connection of the source', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.end('{"messages":[]}');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const network = new SourceNetwork({
      httpProxy: undefined,
      httpsProxy: undefined,
      noProxy: undefined,
    });
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/chat`;
      const options = { url, everySeconds: 1, mapping: MAPPING };
      const { log } = connect(SOURCES.get('poll')!.protocol!(options, network));
      await eventually(() => asked === 2, 'it is asked again');
      expect(log.of('disconnected')).toEqual([]);
    } finally {
      await stopConnections();
      await network.close();
      server.closeAllConnections();
      server.close();
    }
  });
});
