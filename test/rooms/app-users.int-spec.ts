import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { roomsCommands } from '../../apps/relay/src/cli/rooms/rooms.commands.js';
import { whyCommand } from '../../apps/relay/src/cli/watching/why.command.js';
import type { Told } from '../../apps/relay/src/trail/trail-reader.js';
import { Simulator } from '../../apps/simulator/src/index.js';
import { ApiRig, bearer } from '../api/api-rig.js';
import {
  answer,
  startHttpServer,
  type ScriptedServer,
} from '../metastudio/support/scripted-server.js';
import { runInProcess } from '../support/command-line.js';
import { eventually } from '../support/eventually.js';
import { RedisServer, uniquePrefix } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';

const TAGS = [{ tag: 'content', operation: 'NONE', match: 'REGEX', value: 'price' }];
const RULE = { rule_name: 'price', event_type: 1, hit_condition: { relation: 'AND', tags: TAGS } };
const ROOM = answer(200, { room_id: 'r1', interaction_rules: [RULE] });
const HIDDEN = answer(403, { error_code: 'APIGW.0302', error_msg: 'not yours' });
const COMMENT = JSON.stringify({ type: 'comment', id: '1', user: { id: '1' }, text: 'the price?' });
const BRIDGE = {
  name: 'shop',
  source: { type: 'push', token: 'push-token-1-of-16' },
  target: { roomId: 'r1', jobId: 'j1', appUserId: 'shop-17' },
};

/** It shows the room to its app user alone. */
let metaStudio: ScriptedServer;
let simulator: Simulator;
let relay: RelayInProcess;
let api: ApiRig;
const folder = mkdtempSync(join(tmpdir(), 'live-relay-app-users-'));
const recording = join(folder, 'recording.jsonl');

beforeAll(async () => {
  writeFileSync(recording, `${JSON.stringify({ at: 1_700_000_000_000, frame: COMMENT })}\n`);
  metaStudio = await startHttpServer((request, response) => {
    const isReport = request.url?.includes('live-event-report') === true;
    if (isReport) return answer(200, {})(request, response);
    (request.headers['x-app-userid'] === 'shop-17' ? ROOM : HIDDEN)(request, response);
  });
  const metastudio = {
    endpoint: metaStudio.origin,
    projectId: 'p',
    auth: { type: 'token', token: 'a-token' },
  };
  const redis = await RedisServer.shared();
  const prefix = uniquePrefix().replace(':', '-');
  simulator = await new Simulator({ rooms: 1 }).start();
  relay = await startRelay({
    redis,
    simulator,
    prefix,
    metastudio,
    environment: { RELAY_ROLES: 'collector,reporter' },
    file: { trail: 'on' },
    bridges: [BRIDGE],
  });
  api = await ApiRig.start({ redis, prefix, metastudio, bridges: [BRIDGE], trail: 'on' });
  relay.relay.pushes!.bridges.get('shop')!.feed.push(COMMENT, true);
});

afterAll(async () => {
  await api.stop();
  await relay.stop();
  await simulator.stop();
  await metaStudio.close();
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]) {
  const commands = [roomsCommands, whyCommand];
  return runInProcess(args, { commands, stdin: '', ...relay.installation });
}

describe('the rules of a room of another app user than the project’s are asked for as that user', () => {
  it('by rooms test-rules', async () => {
    const { code, stdout } = await run('rooms', 'test-rules', recording, '--bridge', 'shop');
    expect(stdout).toMatch(/: the price\? {2}→ rule price$/m);
    expect(code).toBe(0);
  });

  it('by why, and by the API', async () => {
    const told = await eventually(async () => {
      const { stdout } = await run('why', 'the price', '--json');
      const { events } = JSON.parse(stdout) as Told;
      return events[0]?.state === 'reported' ? events : undefined;
    }, 'it is reported');
    expect(told).toMatchObject([{ meeting: { kind: 'met', rule: 'price' } }]);
    const { body } = await api.ask('GET', '/api/trail?text=price', { headers: bearer });
    expect(body['events']).toMatchObject([{ meeting: { kind: 'met', rule: 'price' } }]);
  });
});
