import { Simulator } from '../../apps/simulator/src/index.js';
import { genericChat } from '../support/generic-chat.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';
import { runCommand } from './support/command-line.js';

const STATE_KEY = 'ab'.repeat(32);

let simulator: Simulator;
let relay: RelayInProcess;

beforeAll(async () => {
  simulator = await new Simulator({ rooms: [{ roomId: 'r1', jobId: 'j1' }] }).start();
  relay = await startRelay({
    redis: await RedisServer.shared(),
    simulator,
    api: { allowHosts: ['127.0.0.1'] },
    environment: { RELAY_ROLES: 'console', RELAY_STATE_KEY: STATE_KEY },
    bridges: [],
  });
  const specs = [
    { name: 'made', source: genericChat(simulator, 'made'), target: { roomId: 'r1' } },
    { name: 'lost', source: genericChat(simulator, 'lost'), target: { roomId: 'r9' } },
    {
      name: 'sealed',
      source: genericChat(simulator, 'sealed', { headers: { Authorization: 'Bearer a-secret-1' } }),
      target: { roomId: 'r1' },
    },
  ];
  for (const spec of specs) {
    const made = await relay.relay.bridges.create(spec, 'RELAY_API_TOKEN');
    if (!made.ok) throw new Error(JSON.stringify(made.problem));
  }
});

afterAll(async () => {
  await relay.stop();
  await simulator.stop();
});

/** What doctor finds of bridges, rooms and sources. */
async function found(file: object = {}, environment: object = {}) {
  const { installation } = relay;
  const { stdout } = await runCommand(
    ['doctor', '--json'],
    { ...installation.file, ...file },
    { ...installation.environment, ...environment },
  );
  const { checks } = JSON.parse(stdout) as { checks: Record<string, string>[] };
  return checks
    .filter(({ check }) => ['bridge', 'room', 'source'].includes(check!))
    .map(({ check, subject, status }) => `${check} ${subject} ${status}`)
    .sort();
}

describe('doctor', () => {
  it('looks at the rooms and sources of bridges that were made through the API, too', async () => {
    expect(await found()).toEqual([
      'room default/r1 ok',
      'room default/r9 fail',
      'source lost ok',
      'source made ok',
      'source sealed ok',
    ]);
  });

  it('connects them to nothing that the file does not allow, and names those that cannot run here', async () => {
    const without = { RELAY_STATE_KEY: '' };
    expect(await found({ api: {} }, without)).toEqual([
      'bridge sealed fail',
      'room default/r1 ok',
      'room default/r9 fail',
      'source lost fail',
      'source made fail',
    ]);
  });
});
