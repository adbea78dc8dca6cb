import { Simulator } from '../../../apps/simulator/src/index.js';
import { LedgerStatusReader } from '../../../apps/relay/src/status/ledger-status.reader.js';
import type { TargetStatus } from '../../../apps/relay/src/status/relay-status.js';
import { eventually } from '../../support/eventually.js';
import { genericChat } from '../../support/generic-chat.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';

const TARGET = 'other/dark';

async function standing({ relay }: RelayInProcess): Promise<TargetStatus | undefined> {
  const { targets } = await new LedgerStatusReader(relay.ledger).read();
  return targets.find(({ target }) => target === TARGET);
}

/** An installation whose target is paused since no process has its project, and the file that has it. */
async function pausedAsUnknown(stage: Stage) {
  const rooms = [{ roomId: 'dark', jobId: null }];
  const simulator = stage.opens(await new Simulator({ chatRate: 50, rooms }).start());
  const { projectId, accessKey, secretKey } = simulator.settings;
  const auth = { type: 'aksk', accessKey, secretKey };
  const file = { projects: { other: { endpoint: simulator.url, projectId, auth } } };
  const setup = {
    redis: await RedisServer.shared(),
    simulator,
    prefix: uniquePrefix().replace(':', '-'),
    times: { reporter: { pauseMs: 500, retryFirstMs: 100, retryLongestMs: 300 } },
    lookupTimes: { everyMs: 500, againMs: 100, staleMs: 1000 },
  };
  const filter = { types: ['gift'] };
  const target = { roomId: 'dark', project: 'other' };
  const bridges = [{ name: 'shop', source: genericChat(simulator, 'a'), filter, target }];
  const first = await startRelay({ ...setup, bridges, file });
  await eventually(async () => ((await standing(first))?.waiting ?? 0) > 0, 'a gift waits');
  simulator.steerChat('generic', 'rate', { perSecond: 0 });
  await first.stop();
  const source = genericChat(simulator, 'b');
  const without = [{ name: 'other', source, target: { roomId: 'dark' } }];
  const second = await startRelay({ ...setup, bridges: without });
  const isUnknown = async () => (await standing(second))?.pausedReason === 'project-unknown';
  await eventually(isUnknown, 'it is paused');
  await second.stop();
  return { simulator, setup, file, bridges, without };
}

describe('a target of a project that no process knows', () => {
  it(
    'is paused for that until one does, whatever comes next, and the log tells when it goes on',
    Stage.of(async (stage) => {
      const { simulator, setup, file, bridges } = await pausedAsUnknown(stage);
      simulator.fault({ on: 'manage', status: 500 });
      const relay = stage.opens(await startRelay({ ...setup, bridges, file }));
      const failing = async () => (await standing(relay))?.failing === 'job-lookup';
      await eventually(failing, 'its live job cannot be looked up');
      expect((await standing(relay))?.pausedReason).toBeUndefined();
      simulator.clearFaults();
      simulator.startRoom('dark');
      const recovered = () => relay.logLines.find((line) => line.includes('"target_recovered"'));
      const line = await eventually(recovered, 'the log tells that it goes on');
      expect(JSON.parse(line)).toMatchObject({ target: TARGET });
    }),
  );

  it(
    'is not paused any more where one does, and all that waits has expired',
    Stage.of(async (stage) => {
      const { setup, file, without } = await pausedAsUnknown(stage);
      const buffer = { maxAgeSeconds: { paid: 1 } };
      const relay = stage.opens(await startRelay({ ...setup, bridges: without, file, buffer }));
      await eventually(async () => (await standing(relay))?.waiting === 0, 'all has expired');
      expect((await standing(relay))?.pausedReason).toBeUndefined();
    }),
  );
});
