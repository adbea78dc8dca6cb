import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { holdTargetCommand } from '../../apps/relay/src/cli/targets/hold.command.js';
import { sayTargetCommand } from '../../apps/relay/src/cli/targets/say.command.js';
import { statusCommand } from '../../apps/relay/src/cli/watching/status.command.js';
import { tapCommand } from '../../apps/relay/src/cli/watching/tap.command.js';
import { topCommand } from '../../apps/relay/src/cli/watching/top.command.js';
import { LedgerStatusReader } from '../../apps/relay/src/status/ledger-status.reader.js';
import type { RelayStatus } from '../../apps/relay/src/status/relay-status.js';
import { Simulator } from '../../apps/simulator/src/index.js';
import { runInProcess, type Ran } from '../support/command-line.js';
import { eventually } from '../support/eventually.js';
import { genericChat } from '../support/generic-chat.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';

const TARGETS = { name: 'targets', summary: '', details: '' };
const COMMANDS = [
  statusCommand,
  tapCommand,
  topCommand,
  { ...TARGETS, commands: [holdTargetCommand, sayTargetCommand] },
];

let simulator: Simulator;
let relay: RelayInProcess;
/** For whom MetaStudio was asked. */
const askedFor: unknown[] = [];
const metaStudio = createServer((request, response) => {
  askedFor.push(request.headers['x-app-userid']);
  request.resume().once('end', () => response.end('{}'));
});

beforeAll(async () => {
  simulator = await new Simulator({ rooms: 1 }).start();
  await once(metaStudio.listen(0, '127.0.0.1'), 'listening');
  const { port } = metaStudio.address() as AddressInfo;
  relay = await startRelay({
    redis: await RedisServer.shared(),
    simulator,
    metastudio: { endpoint: `http://127.0.0.1:${port}` },
    api: { allowHosts: ['127.0.0.1'] },
    // Nobody collects: no event ever came.
    environment: { RELAY_ROLES: 'console' },
    bridges: [],
  });
  for (const name of ['made', 'paused']) {
    const target = { roomId: name, jobId: 'job-1', appUserId: 'shop-17' };
    const spec = { name, source: genericChat(simulator, name), target, redundancy: 2 };
    const made = await relay.relay.bridges.create(
      spec,
      'RELAY_API_TOKEN',
      name === 'made' ? 'running' : 'paused',
    );
    if (!made.ok) throw new Error(JSON.stringify(made.problem));
  }
  await eventually(() => relay.relay.catalogue.known.length === 1, 'the process has it');
});

afterAll(async () => {
  await relay.stop();
  metaStudio.close();
  await simulator.stop();
});

async function run(...args: string[]): Promise<Ran> {
  return runInProcess(args, { commands: COMMANDS, stdin: '', ...relay.installation });
}

describe('of a bridge that was made through the API, and that nobody holds yet,', () => {
  it('status and top tell what /api/status does', async () => {
    const { ledger, catalogue } = relay.relay;
    const { bridges } = await new LedgerStatusReader(ledger, () => catalogue.known).read();
    const { stdout } = await run('status', '--json');
    const told = JSON.parse(stdout) as RelayStatus;
    expect(told.bridges).toEqual(JSON.parse(JSON.stringify(bridges)));
    expect(told.bridges).toMatchObject([
      { bridge: 'made', source: 'unheld', second: { source: 'alone' } },
    ]);
    const top = await run('top', '--json', '--looks', '1', '--every', '0.2');
    expect(JSON.parse(top.stdout)).toMatchObject({ bridges: [{ bridge: 'made' }] });
  });

  it('tap waits for events', async () => {
    expect(await run('tap', 'made', '--duration', '0.1s')).toEqual({
      code: 1,
      stdout: '',
      stderr: '0 events passed; meanwhile 0 were received\n',
    });
    expect(await run('tap', 'paused', '--duration', '0.1s')).toMatchObject({ code: 2 });
  });

  it('targets acts on its target, and says things for its app user', async () => {
    const target = 'default/made/job-1';
    expect(await run('targets', 'hold', target, '--yes')).toMatchObject({ code: 0, stderr: '' });
    const said = await run('targets', 'say', 'One moment', '--target', target, '--yes');
    expect(said).toEqual({ code: 0, stdout: `${target} was told to say it\n`, stderr: '' });
    expect(askedFor).toEqual(['shop-17']);
  });
});
