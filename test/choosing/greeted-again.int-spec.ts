import { Simulator } from '../../apps/simulator/src/index.js';
import { projectOf, startRoomRelay } from '../rooms/support/room-relay.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';

const ROOM = 'room-1';

describe('a viewer who enters', () => {
  it('is greeted once in each run of the room, also where nothing else comes in the next', async () => {
    const rooms = [{ roomId: ROOM, jobId: 'run-0' }];
    const simulator = await new Simulator({ rooms, keep: 'all' }).start();
    const choose = { entries: { n: 10, everySeconds: 0.5 } };
    const relay = await startRoomRelay(await RedisServer.shared(), {
      metastudio: projectOf(simulator),
      buffer: { minIntervalMs: 0 },
      bridges: [
        {
          name: 'shop',
          source: { type: 'push', token: 'push-token-1' },
          target: { roomId: ROOM, choose },
        },
      ],
    });
    const { pushes, ledger } = relay.relay;
    const greetedIn = (run: string) =>
      simulator.state().jobs.find((one) => one.jobId === run)?.events;
    const droppedAsGreeted = async () => {
      const [row] = await ledger.rowsOf(`default/${ROOM}`);
      return row?.dropped['greeted'] ?? 0;
    };
    const enters = () => {
      const entry = { type: 'enter', user: { id: 'ann', name: 'Ann' } };
      pushes!.bridges.get('shop')!.feed.push(JSON.stringify(entry), true);
    };
    try {
      enters();
      await eventually(() => greetedIn('run-0') === 1, 'she is greeted');
      enters();
      await eventually(async () => (await droppedAsGreeted()) === 1, 'she is not greeted again');
      simulator.stopRoom(ROOM);
      const next = simulator.startRoom(ROOM);
      await eventually(() => {
        enters();
        return (greetedIn(next) ?? 0) > 0;
      }, 'she is greeted in the next run');
      const dropped = await droppedAsGreeted();
      enters();
      await eventually(async () => (await droppedAsGreeted()) > dropped, 'and once in that');
      expect([greetedIn('run-0'), greetedIn(next)]).toEqual([1, 1]);
    } finally {
      await relay.stop();
      await simulator.stop();
    }
  });
});
