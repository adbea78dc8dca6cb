import { freePort } from '#loopback';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordCommand } from '../../apps/relay/src/cli/recording/record.command.js';
import { replayCommand } from '../../apps/relay/src/cli/recording/replay.command.js';
import { testRulesCommand } from '../../apps/relay/src/cli/rooms/test-rules.command.js';
import { testEventCommand } from '../../apps/relay/src/cli/watching/test-event.command.js';
import { Simulator } from '../../apps/simulator/src/index.js';
import { runInProcess, type CommandLine, type Ran } from '../support/command-line.js';

import { genericChat } from '../support/generic-chat.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';

const KEY = 'ab'.repeat(32);
const ROOMS = { name: 'rooms', summary: '', details: '', commands: [testRulesCommand] };
const COMMANDS = [recordCommand, replayCommand, testEventCommand, ROOMS];

let folder: string;
let simulator: Simulator;
let relay: RelayInProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'live-relay-api-recording-'));
  simulator = await new Simulator({ chatRate: 100 }).start();
  const { roomId, jobId } = simulator.rooms[0]!;
  relay = await startRelay({
    redis: await RedisServer.shared(),
    simulator,
    api: { allowHosts: ['127.0.0.1'] },
    environment: { RELAY_ROLES: 'reporter,console', RELAY_STATE_KEY: KEY },
    bridges: [],
  });
  const source = genericChat(simulator, 'made', { headers: { cookie: 'secret=1' } });
  const made = await relay.relay.bridges.create(
    { name: 'made', source, target: { roomId, jobId } },
    'RELAY_API_TOKEN',
    'paused',
  );
  if (!made.ok) throw new Error(JSON.stringify(made.problem));
});

afterAll(async () => {
  await relay.stop();
  await simulator.stop();
  rmSync(folder, { recursive: true });
});

async function run(args: readonly string[], more: Partial<CommandLine> = {}): Promise<Ran> {
  return runInProcess(args, { commands: COMMANDS, ...relay.installation, ...more });
}

describe('of a bridge that was made through the API,', () => {
  it('record writes the frames, replay reports them, and test-rules judges them', async () => {
    const enough = new AbortController();
    const { code, stdout, stderr } = await run(['record', '--bridge', 'made'], {
      stopped: enough.signal,
      onStdout: (all) => {
        if (all.split('\n').length > 20) enough.abort();
      },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('connected') });
    const file = join(folder, 'made.jsonl');
    writeFileSync(file, stdout);

    const replayed = await run(['replay', file, '--bridge', 'made', '--speed', 'max']);
    expect(replayed).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/ [1-9]\d* events: /u),
    });

    const rules = join(folder, 'rules.json');
    writeFileSync(rules, '[]');
    const judged = await run(['rooms', 'test-rules', file, '--rules', rules]);
    expect(judged).toMatchObject({ code: 0, stdout: expect.stringContaining('no rule') });
  });

  it('test-event sends one event all the way', async () => {
    const sent = await run(['test-event', '--wait', '60s', '--yes']);
    expect(sent).toMatchObject({ code: 0, stdout: expect.stringContaining('accepted it') });
  });

  it('record connects to no address that api.allowHosts does not allow', async () => {
    const { file, environment } = relay.installation;
    const strict = { ...file, api: {} };
    const args = ['record', '--bridge', 'made', '--seconds', '1'];
    const { code, stderr } = await run(args, { file: strict, environment });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('not connected') });
  });

  it('commands say which bridges there are, and what keeps one from being used here', async () => {
    const unknown = await run(['record', '--bridge', 'mades']);
    expect(unknown).toMatchObject({
      code: 2,
      stderr: '--bridge must be one of made; did you mean made?\n',
    });
    const { RELAY_STATE_KEY: _, ...environment } = relay.installation.environment;
    const keyless = await run(['test-event', 'made', '--yes'], { environment });
    expect(keyless).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^made was made through the API, and cannot run here: /u),
    });
    expect(keyless.stderr).not.toContain('secret=1');
  });

  it('a file without bridges and a Redis that is away are told together', async () => {
    const REDIS_URL = `redis://127.0.0.1:${await freePort()}`;
    const environment = { ...relay.installation.environment, REDIS_URL };
    const { code, stderr } = await run(['record', '--bridge', 'made'], { environment });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/no bridges\. Those of the API are not known: Redis cannot/u),
    });
  });
});
