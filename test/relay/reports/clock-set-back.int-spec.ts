import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { genericChat } from '../../support/generic-chat.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { ShiftedClock } from '../../support/shifted-clock.js';
import { Stage } from '../../support/stage.js';

const AMBIENT_SECONDS = 1;
/** Several times as many as come before one is so old. */
const MORE = 100;

it(
  "likes that come after Redis's clock was set back are reported, though the room is never quiet",
  Stage.of(async (stage) => {
    const clock = stage.opens(new ShiftedClock());
    const redis = stage.opens(await RedisServer.start({ environment: clock.environment }));
    const rooms = [{ roomId: 'room-1' }];
    const simulator = stage.opens(await new Simulator({ chatRate: 200, rooms }).start());
    // Comments, which get old much later, keep the run going.
    const filter = { types: ['like', 'comment'] };
    const source = genericChat(simulator, 'a');
    const relay = stage.opens(
      await startRelay({
        redis,
        simulator,
        bridges: [{ name: 'shop', source, filter, target: { roomId: 'room-1' } }],
        buffer: { minIntervalMs: 100, maxAgeSeconds: { ambient: AMBIENT_SECONDS } },
        times: { sweepEveryMs: 200 },
      }),
    );
    const reported = async (): Promise<number> => {
      return relay.metric('relay_events_reported_total{bridge="shop",type="like"}');
    };
    await eventually(async () => (await reported()) > 0, 'likes are reported');
    clock.shift(-3600);
    const before = await reported();
    await eventually(async () => (await reported()) > before + MORE, 'they still are');
  }),
);
