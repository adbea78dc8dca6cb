import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { genericChat } from '../../support/generic-chat.js';

/**
 * The timers that `run` set and that keep this process alive once its sockets have closed. Others may run in this
 * process: of other files.
 */
async function timersOf(run: () => Promise<void>): Promise<string[]> {
  const inside = new AsyncLocalStorage<true>();
  const sockets = new Set<number>();
  const timers = new Map<number, { readonly timer: NodeJS.Timeout; readonly set: string }>();
  const hook = createHook({
    init: (id, type, _, resource) => {
      if (inside.getStore() === undefined) return;
      if (type === 'TCPWRAP') sockets.add(id);
      if (type !== 'Timeout') return;
      timers.set(id, { timer: resource as NodeJS.Timeout, set: new Error().stack! });
    },
    destroy: (id) => {
      sockets.delete(id);
      timers.delete(id);
    },
  }).enable();
  try {
    await inside.run(true, run);
    await eventually(() => sockets.size === 0, 'the sockets have closed');
    // What a socket's end clears is cleared in the next round, and told in the one after.
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    return [...timers.values()].filter(({ timer }) => timer.hasRef()).map(({ set }) => set);
  } finally {
    hook.disable();
  }
}

describe('a relay that has stopped', () => {
  it('leaves no timer and no socket that keeps its process alive', async () => {
    const redis = await RedisServer.shared();
    const left = await timersOf(async () => {
      const simulator = await new Simulator().start();
      const { roomId, jobId } = simulator.rooms[0]!;
      const source = genericChat(simulator, 'shop');
      const bridges = [{ name: 'shop', source, target: { roomId, jobId } }];
      const relay = await startRelay({ redis, simulator, bridges, file: { trail: 'on' } });
      try {
        await eventually(() => simulator.state().accepted.events > 0, 'events are reported');
      } finally {
        await relay.stop();
        await simulator.stop();
      }
    });
    expect(left).toEqual([]);
  });
});
