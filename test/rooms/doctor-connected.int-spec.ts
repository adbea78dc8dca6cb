import { sourceNoteOf } from '#event-buffer';
import { Simulator } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { BILIBILI_APP, StandInBilibili } from '../support/platforms/bilibili-open.js';
import { StandInServer } from '../support/platforms/stand-in-server.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';
import { runCommand } from './support/command-line.js';

let simulator: Simulator;
let platform: StandInServer;
let relay: RelayInProcess;
const bilibili = new StandInBilibili();

beforeAll(async () => {
  simulator = await new Simulator({ rooms: [{ roomId: 'r1', jobId: 'j1' }] }).start();
  platform = await StandInServer.start(bilibili.answer);
  platform.onClient = bilibili.accept;
  relay = await startRelay({
    redis: await RedisServer.shared(),
    simulator,
    bridges: [
      {
        name: 'shop',
        source: { type: 'bilibili-open', ...BILIBILI_APP, url: platform.httpUrl },
        target: { roomId: 'r1' },
      },
    ],
  });
});

afterAll(async () => {
  await relay.stop();
  await platform.stop();
  await simulator.stop();
});

/** What doctor finds of the source. */
async function found() {
  const { file, environment } = relay.installation;
  const { stdout } = await runCommand(['doctor', '--json'], file, environment);
  const { checks } = JSON.parse(stdout) as { checks: Record<string, string>[] };
  return checks.find(({ check }) => check === 'source');
}

describe('doctor, of a platform that has one session for us', () => {
  it('leaves it to the relay that is connected, and tries where none is', async () => {
    const { ledger } = relay.relay;
    await eventually(async () => {
      const { sources } = await ledger.bridgeTexts();
      return sourceNoteOf(sources.get('shop') ?? '')?.state === 'ready';
    }, 'the relay tells that the source is connected');
    expect(await found()).toMatchObject({ status: 'skipped', subject: 'shop' });
    expect(bilibili.calls.filter((call) => call === 'start')).toHaveLength(1);
    await relay.stop();
    expect(await found()).toMatchObject({ status: expect.stringMatching(/ok|warn/) });
    expect(bilibili.calls.filter((call) => call === 'start')).toHaveLength(2);
  });
});
