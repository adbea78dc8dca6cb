import { eventually } from '../support/eventually.js';
import { ConnectProxy } from '../support/connect-proxy.js';
import { RelayRig } from '../relay/support/relay-rig.js';

let proxy: ConnectProxy;

beforeEach(async () => {
  proxy = await ConnectProxy.start();
});

afterEach(async () => {
  await proxy.stop();
});

describe('the relay behind a forward proxy', () => {
  it('uses the proxy for sources, look-ups and reports, without a direct connection', async () => {
    proxy.answer = 403;
    const options = {
      simulator: { chatEventsMax: 100 },
      target: { jobId: 'auto' },
      environment: { HTTP_PROXY: proxy.url('shop:word') },
    };
    await RelayRig.with(options, async (rig) => {
      const { simulator, relay } = rig;
      // Everything of the simulator is behind one port: a look-up and the chat, each tried twice.
      await eventually(() => proxy.asked.length >= 4, 'the proxy is asked');
      const { answeredByStatus, chat } = simulator.state();
      expect(answeredByStatus).toEqual({});
      expect(Object.values(chat).flat()).toEqual([]);

      proxy.answer = 200;
      await rig.settled();
      expect(simulator.state().accepted.events).toBeGreaterThan(0);
      const host = new URL(simulator.url).host;
      expect(new Set(proxy.targets())).toEqual(new Set([host]));
      expect(proxy.asked.every(({ authorization }) => authorization !== undefined)).toBe(true);
      expect(relay.logLines.join('')).not.toContain('word');
    });
  });

  it('connects directly where NO_PROXY names the host', async () => {
    const options = {
      simulator: { chatEventsMax: 100 },
      target: { jobId: 'auto' },
      environment: { HTTP_PROXY: proxy.url(), NO_PROXY: 'other.test, 127.0.0.1' },
    };
    await RelayRig.with(options, async (rig) => {
      await rig.settled();
      expect(rig.simulator.state().accepted.events).toBeGreaterThan(0);
      expect(proxy.asked).toEqual([]);
    });
  });
});
