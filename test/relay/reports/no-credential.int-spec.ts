import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { genericChat } from '../../support/generic-chat.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';

const ROOMS = 4;

describe('the limit on reports, and a credential that cannot be had', () => {
  it(
    'a report that cannot be signed takes no turn from those that can',
    Stage.of(async (stage) => {
      const simulator = await new Simulator({ rooms: ROOMS, chatRate: 5 }).start();
      stage.opens(simulator);
      const iam = createServer((request, response) => {
        request.resume();
        response.writeHead(503).end();
      });
      await once(iam.listen(0, '127.0.0.1'), 'listening');
      stage.opens({ stop: async () => void iam.close() });
      const endpoint = `http://127.0.0.1:${(iam.address() as AddressInfo).port}`;
      const user = { domain: 'simulator', user: 'relay', password: '${PASSWORD}', project: 'p' };
      const started = stage.opens(
        await startRelay({
          redis: await RedisServer.shared(),
          simulator,
          metastudio: { auth: { type: 'iam', endpoint, ...user }, reportsPerSecond: 10 },
          environment: { PASSWORD: 'word' },
          bridges: simulator.rooms.map(({ roomId, jobId }, i) => ({
            name: `bridge-${i}`,
            source: genericChat(simulator, `room-${i}`),
            target: { roomId, jobId },
          })),
        }),
      );
      const { ledger, redis, keys } = started.relay;
      await eventually(async () => {
        const targets = await ledger.targets();
        const failing = await Promise.all(
          targets.map(async (target) => redis.hget(keys.of(target).target, 'failing')),
        );
        return failing.filter((why) => why === 'credential-failed').length === ROOMS;
      }, 'every room waits for the credential');
      expect(await redis.llen(keys.spent('default'))).toBe(0);
      expect(await started.metric('relay_reports_total{outcome="retry"}')).toBeGreaterThanOrEqual(
        ROOMS,
      );
    }),
  );
});
