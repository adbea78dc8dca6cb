import { Simulator } from '../../../apps/simulator/src/index.js';
import { eventually } from '../../support/eventually.js';
import { genericChat } from '../../support/generic-chat.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';

const REFUSED = { status: 401, body: { error_code: 'APIGW.0301', error_msg: 'No.' } };

describe('a source that rests while its room has no live job', () => {
  it(
    'counts as wanted, and so as lost, once MetaStudio cannot be asked whether it has one',
    Stage.of(async (stage) => {
      const rooms = [{ roomId: 'dark', jobId: null }];
      const simulator = stage.opens(await new Simulator({ rooms }).start());
      const source = genericChat(simulator, 'a');
      const relay = stage.opens(
        await startRelay({
          redis: await RedisServer.shared(),
          simulator,
          bridges: [{ name: 'shop', source, target: { roomId: 'dark' }, connect: 'while-live' }],
          lookupTimes: { everyMs: 200, againMs: 50, staleMs: 500 },
        }),
      );
      const shows = async (resting: number, wanted: number): Promise<unknown> =>
        eventually(async () => {
          const told = [
            await relay.metric('relay_source_resting{bridge="shop"}'),
            await relay.metric('relay_source_wanted{bridge="shop"}'),
          ];
          return told[0] === resting && told[1] === wanted;
        }, `resting is ${resting}, wanted ${wanted}`);
      await shows(1, 0);
      simulator.fault({ on: 'manage', ...REFUSED });
      await shows(0, 1);
      simulator.clearFaults();
      await shows(1, 0);
    }),
  );
});
