import { GENERIC_MAPPING, Simulator } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay } from '../support/relay-in-process.js';

/** How many of this kind keep this process alive. */
function alive(kind: 'Timeout' | 'TCPSocketWrap'): number {
  return process.getActiveResourcesInfo().filter((one) => one === kind).length;
}

describe('a relay that has stopped', () => {
  it('leaves no timer and no socket that keeps its process alive', async () => {
    const redis = await RedisServer.shared();
    const [timers, sockets] = [alive('Timeout'), alive('TCPSocketWrap')];
    const simulator = await new Simulator().start();
    const { roomId, jobId } = simulator.rooms[0]!;
    const source = {
      type: 'websocket',
      url: simulator.chatUrls.generic,
      onOpen: [JSON.stringify({ op: 'subscribe', room: 'shop' })],
      mapping: GENERIC_MAPPING,
    };
    const bridges = [{ name: 'shop', source, target: { roomId, jobId } }];
    const relay = await startRelay({ redis, simulator, bridges, file: { trail: 'on' } });
    try {
      await eventually(() => simulator.state().accepted.events > 0, 'events are reported');
    } finally {
      await relay.stop();
      await simulator.stop();
    }
    await eventually(() => alive('TCPSocketWrap') <= sockets, 'the sockets have closed');
    // Timers that would last are still there when the patience of this test is at its end.
    await eventually(() => alive('Timeout') <= timers, 'no timer is left');
  });
});
