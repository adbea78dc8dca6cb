import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';
import { genericChat } from '../../support/generic-chat.js';

const LIMIT = 5;
/** One of them has a URL with a key of its own. */
const ROOMS = 1 + 4 * LIMIT;
/** As many as would go in five seconds. */
const MEANWHILE = 5 * LIMIT;

/** An IAM that answers only when the test lets it. */
class SlowIam {
  readonly #asked: ServerResponse[] = [];
  readonly #server = createServer((request, response) => {
    request.resume();
    this.#asked.push(response);
  });

  async listen(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get asked(): number {
    return this.#asked.length;
  }

  answer(token: string): void {
    for (const response of this.#asked) response.writeHead(201, { 'x-subject-token': token }).end();
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

describe('the limit on reports, and a credential that is slow to come', () => {
  it(
    'no report waits for it with its turn: those without it go on, and the others keep the limit after it',
    Stage.of(async (stage) => {
      const simulator = await new Simulator({
        rooms: ROOMS,
        chatRate: 5,
        throttlePerSecond: LIMIT,
        urlTtlMs: 24 * 3_600_000,
      }).start();
      stage.opens(simulator);
      const iam = stage.opens(new SlowIam());
      const { roomId, jobId } = simulator.rooms[0]!;
      const user = { domain: 'simulator', user: 'relay', password: '${PASSWORD}', project: 'p' };
      const relay = await startRelay({
        redis: await RedisServer.shared(),
        simulator,
        metastudio: {
          auth: { type: 'iam', endpoint: await iam.listen(), ...user },
          reportsPerSecond: LIMIT,
          refreshUrl: 'never',
          timeoutMs: 60_000,
        },
        environment: { PASSWORD: 'word', URL: simulator.reportUrl(roomId, jobId!) },
        bridges: simulator.rooms.map((room, i) => ({
          name: `bridge-${i}`,
          source: genericChat(simulator, `room-${i}`),
          target: {
            roomId: room.roomId,
            jobId: room.jobId,
            ...(i === 0 ? { reportUrl: '${URL}' } : {}),
          },
        })),
      });
      stage.opens(relay);
      const state = () => simulator.state();
      await eventually(
        () => state().accepted.reports >= MEANWHILE,
        'the room with a key of its own goes on',
      );
      expect(state().jobs).toHaveLength(1);
      expect(iam.asked).toBe(1);
      iam.answer(simulator.settings.token);
      await eventually(() => state().jobs.length === ROOMS, 'every room is reported');
      // A busy machine may hold up one or the other on its way.
      expect(state().answeredByStatus['429'] ?? 0).toBeLessThan(LIMIT);
    }),
  );
});
