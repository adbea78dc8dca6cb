import { createHmac } from 'node:crypto';
import { BufferRig } from '../../event-buffer/support/buffer-rig.js';
import { ApiRig, bearer } from '../../api/api-rig.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { registerCallbacksCommand } from '../../../apps/relay/src/cli/callbacks/register.command.js';
import { runInProcess } from '../../support/command-line.js';
import { send } from '../../simulator/support/report-client.js';
import { sdkRequest } from '../../simulator/support/sdk-request.js';
import { RedisServer } from '../../support/redis-server.js';

const KEY = 'a-key-of-20-letters!';
const URL_GIVEN = 'https://relay.example.com/callbacks/metastudio/default';
const PATH = '/callbacks/metastudio/default';
const ROOM = 'room-1';
const USER_CONFIG = '/smart-live-configs/user-config';
/** What a tenant has set besides. */
const OWN = { live_exit_config: { max_live_duration: 4 } };
const NOTIFIED = { notify_events: ['AUTO_EXIT'] };

let rig: ApiRig;
let buffer: BufferRig;
let now = Date.now();

beforeAll(async () => {
  rig = await ApiRig.start({
    redis: await RedisServer.shared(),
    metastudio: {
      endpoint: 'http://127.0.0.1:9',
      projectId: 'p',
      auth: { type: 'token', token: 'a-token' },
      callbacks: { url: URL_GIVEN, key: KEY },
    },
    bridges: [{ name: 'shop', source: { type: 'push' }, target: { roomId: ROOM } }],
  });
  buffer = await BufferRig.open(undefined, rig.prefix);
  await buffer.appender().register({ target: `default/${ROOM}`, bridge: 'shop' });
});

afterAll(async () => {
  buffer.close();
  await rig.stop();
});

/** A callback as MetaStudio sends it; each is of a second of its own. */
async function call(
  body: unknown,
  { key = KEY, path = PATH, at = (now -= 1000) }: { key?: string; path?: string; at?: number } = {},
) {
  const time = Math.floor(at / 1000).toString(16);
  const secret = createHmac('sha256', key).update(`${URL_GIVEN}${time}`).digest('hex');
  return rig.ask('POST', path, {
    headers: { 'x-hw-mss-time': time, 'x-hw-mss-secret': secret },
    body,
  });
}

function told(event_type: string, message: object): object {
  return { event_type, message: JSON.stringify({ room_id: ROOM, job_id: 'j', ...message }) };
}

function reply(id: string): object {
  return told('REPLY_COMMAND_FINISH', { reply_id: id });
}

async function target(): Promise<Record<string, unknown>> {
  const path = `/api/targets/${encodeURIComponent(`default/${ROOM}`)}`;
  return (await rig.ask('GET', path, { headers: bearer })).body;
}

describe('callbacks of MetaStudio', () => {
  it('count spoken answers with their times, without a token of the relay', async () => {
    expect((await target())['replies']).toBeUndefined();
    const at = now;
    expect((await call(reply('r1'), { at })).status).toBe(200);
    // Two in the same second have the same signature.
    expect((await call(reply('r2'), { at })).status).toBe(200);
    expect(await target()).toMatchObject({ replies: 2, repliedAt: expect.any(Number) });
    const metrics = await rig.ask('GET', '/metrics', { headers: bearer });
    expect(metrics.text).toContain('relay_callbacks_total{project="default",outcome="replied"} 2');
  });

  it('are refused where they are unsigned, old, repeated, or malformed', async () => {
    const before = (await target())['replies'];
    expect((await call(reply('x'), { key: 'another key' })).status).toBe(401);
    expect((await call(reply('x'), { at: now - 600_000 })).status).toBe(401);
    expect((await rig.ask('POST', PATH, { body: reply('x') })).status).toBe(401);
    const at = now - 2000;
    expect((await call(reply('r3'), { at })).status).toBe(200);
    expect((await call(reply('r3'), { at })).status).toBe(409);
    expect((await call('{')).status).toBe(400);
    const odd = rig.logLines.find((line) => line.includes('"reason":"not-understood"'));
    // Nothing is wrong with its key.
    expect(odd).not.toContain('key');
    expect((await call('x'.repeat(65_537))).status).toBe(413);
    expect((await call(reply('x'), { path: '/callbacks/metastudio/other' })).status).toBe(404);
    expect((await rig.ask('GET', PATH, {})).status).toBe(405);
    expect((await target())['replies']).toBe(Number(before) + 1);
    expect(rig.logLines.join('')).not.toContain(KEY);
  });

  it('are taken and change nothing where they are about other rooms or other events', async () => {
    const before = await target();
    const other = { event_type: 'REPLY_COMMAND_FINISH', message: '{"room_id":"other"}' };
    for (const body of [other, told('SHOOT_SCRIPT_SWITCH', {}), told('OF_A_LATER_VERSION', {})]) {
      expect((await call(body)).status).toBe(200);
    }
    expect(await target()).toEqual(before);
  });
});

describe('callbacks register', () => {
  it('sets the callback of the tenant after a yes, and changes nothing else', async () => {
    const simulator = await new Simulator({}).start();
    const { projectId, accessKey, secretKey } = simulator.settings;
    const file = {
      metastudio: {
        endpoint: simulator.url,
        projectId,
        auth: { type: 'aksk', accessKey, secretKey },
        callbacks: { url: URL_GIVEN, key: KEY },
      },
      bridges: [{ name: 'shop', source: { type: 'push' }, target: { roomId: ROOM } }],
    };
    const run = async (...args: string[]) => {
      const commands = [{ ...registerCallbacksCommand, name: 'register' }];
      return runInProcess(['register', ...args], { commands, file, stdin: '' });
    };
    const userConfig = async (method: 'GET' | 'PUT', body?: object) => {
      const asked = sdkRequest(simulator, { method, path: USER_CONFIG, ...(body && { body }) });
      const { url, headers } = asked;
      const sent = asked.body === undefined ? {} : { body: asked.body };
      return (await send(url, { method, headers, ...sent })).json;
    };
    try {
      await userConfig('PUT', { ...OWN, live_notify_config: { action: 'add', ...NOTIFIED } });
      const unsure = await run();
      expect(unsure.code).toBe(1);
      expect(unsure.stderr).toContain('Registered now: nothing');
      expect(simulator.callback).toEqual({});
      expect((await run('--yes')).code).toBe(0);
      expect(simulator.callback).toEqual({
        live_event_type_callback_url: URL_GIVEN,
        auth_type: 'MSS_A_HEAD',
        key: KEY,
        callback_event_type: ['REPLY_COMMAND_FINISH', 'RTMP_STREAM_STATE_CHANGE'],
      });
      expect(await userConfig('GET')).toMatchObject({ ...OWN, live_notify_config: NOTIFIED });
      const again = await run('--yes');
      expect(again.stderr).toContain(`Registered now: ${URL_GIVEN} (MSS_A_HEAD`);
      expect(again.stdout + again.stderr).not.toContain(KEY);
    } finally {
      await simulator.stop();
    }
  });
});
