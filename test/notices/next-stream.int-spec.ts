import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Simulator } from '../../apps/simulator/src/index.js';
import { ensureBuilt } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { RelayProcess } from '../support/relay-process.js';
import { ShiftedClock } from '../support/shifted-clock.js';
import { Stage } from '../support/stage.js';
import { FarEnd } from './support/far-end.js';

ensureBuilt();

const ENDED = { when: { type: 'end' }, event: 'ignore', as: 'end', room: 'ended' };

describe('notices of a source whose platform told the end of a stream long ago', () => {
  it(
    'tell that it is lost where the room has a live job, and not where nobody knows that',
    Stage.of(async (stage) => {
      const redis = await RedisServer.shared();
      const simulator = stage.opens(await new Simulator({ rooms: 2 }).start());
      const [next, pinned] = simulator.rooms;
      const hook = await FarEnd.start(stage);
      const tool = new WebSocketServer({ port: 0, host: '127.0.0.1' });
      await once(tool, 'listening');
      stage.opens({ stop: async () => tool.close() });
      tool.on('connection', (socket) => socket.send('{"type":"end"}'));
      const url = `ws://127.0.0.1:${(tool.address() as AddressInfo).port}`;
      const source = { type: 'websocket', url, mapping: { platform: 'x', rules: [ENDED] } };
      // The process takes the end of the stream, by its own clock, for one of two hours ago.
      const clock = stage.opens(new ShiftedClock());
      clock.shift(-7200);
      const relay = await RelayProcess.start({
        redisUrl: redis.url,
        simulator,
        prefix: uniquePrefix().replace(':', '-'),
        environment: clock.environment,
        bridges: [
          { name: 'next', source, target: { roomId: next!.roomId } },
          { name: 'pinned', source, target: { roomId: pinned!.roomId, jobId: pinned!.jobId } },
        ],
        notices: {
          channels: [{ type: 'webhook', url: hook.url }],
          language: 'en',
          afterSeconds: 1,
        },
      });
      stage.opens({ stop: async () => relay.end() });
      await eventually(() => tool.clients.size === 2, 'both are connected');
      tool.close();
      for (const socket of tool.clients) socket.terminate();
      const lost = 'The source of next is not connected';
      await eventually(() => hook.text.includes(lost), 'it is told');
      expect(hook.text).not.toContain('pinned');
    }),
  );
});
