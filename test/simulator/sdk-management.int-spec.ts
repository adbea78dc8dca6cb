import { Simulator } from '../../apps/simulator/src/index.js';
import { send, type Reply } from './support/report-client.js';
import { sdkRequest, type SdkCall } from './support/sdk-request.js';

let simulator: Simulator;

beforeEach(async () => {
  simulator = await new Simulator({
    rooms: [
      { roomId: 'r0', jobId: 'j0', rules: [{ rule_name: 'first', event_type: 1 }] },
      { roomId: 'r1', jobId: 'j1' },
    ],
    errorShape: 'classic',
  }).start();
});
afterEach(async () => simulator.stop());

type Query = NonNullable<SdkCall['query']>;

async function ask(
  method: SdkCall['method'],
  path: string,
  { body, query = [] }: { body?: object; query?: Query } = {},
): Promise<Reply> {
  const call: SdkCall = { method, path, query, ...(body === undefined ? {} : { body }) };
  const signed = sdkRequest(simulator, call);
  const { url, headers } = signed;
  return send(url, {
    method,
    headers,
    ...(signed.body === undefined ? {} : { body: signed.body }),
  });
}

async function fine(...call: Parameters<typeof ask>): Promise<Record<string, unknown>> {
  const reply = await ask(...call);
  expect([200, 204]).toContain(reply.status);
  return reply.json;
}

const ROOM = '/smart-live-rooms/r0';
const JOB = `${ROOM}/smart-live-jobs/j0`;
const RULES = '/smart-live-command/rule-commands';
const SCRIPTS = '/smart-live-command/script-commands';
const GROUPS = '/smart-live-interaction-rule-groups';
const PLATFORMS = '/live-platforms/platforms';

async function rewrite(command: string, params: object): Promise<string> {
  const json = await fine('POST', `${JOB}/command`, { body: { command, params } });
  return String(json['command_id']);
}

const rewriteRules = (name: string) =>
  rewrite('REWRITE_INTERACTION_RULES', { interaction_rules: [{ rule_name: name }] });

async function ruleNames(): Promise<unknown> {
  return (await fine('GET', ROOM))['interaction_rules'];
}

describe('commands that rewrite a running job', () => {
  it('are listed by kind and job, with every field of RuleCommand and ScriptCommand', async () => {
    const rules = await rewriteRules('second');
    const scene = { script_name: '开场', model_asset_id: 'a1', shoot_scripts: [{ text: '你好' }] };
    const scripts = await rewrite('REWRITE_PLAY_SCRIPT', { scene_scripts: [scene] });
    const ids = { room_id: 'r0', job_id: 'j0' };
    expect(await fine('GET', RULES)).toEqual({
      count: 1,
      rule_commands: [{ ...ids, command_id: rules, interaction_rules: [{ rule_name: 'second' }] }],
    });
    expect(await fine('GET', SCRIPTS, { query: [['job_id', 'j0']] })).toEqual({
      count: 1,
      scripts_commands: [{ ...ids, command_id: scripts, scene_scripts: [scene] }],
    });
    const query: Query = [['job_id', 'j1']];
    expect(await fine('GET', RULES, { query })).toEqual({ count: 0, rule_commands: [] });
  });

  it('go on when they are confirmed, and are taken back when they are rejected', async () => {
    await rewriteRules('second');
    const third = await rewriteRules('third');
    const confirm = `${JOB}/batch-commands-confirm`;
    const one = { action: 'reject', command_ids: [third] };
    await fine('POST', confirm, { body: one });
    expect(await ruleNames()).toEqual([{ rule_name: 'second' }]);
    await rewriteRules('fourth');
    await fine('POST', confirm, {
      body: { command: 'REWRITE_INTERACTION_RULES', action: 'reject' },
    });
    expect(await ruleNames()).toEqual([{ rule_name: 'first', event_type: 1 }]);
    await rewriteRules('fifth');
    await fine('POST', confirm, { body: { action: 'confirm' } });
    expect(await ruleNames()).toEqual([{ rule_name: 'fifth' }]);
    expect(await fine('GET', RULES)).toMatchObject({ count: 0 });
  });

  it.each([
    { command: 'INSERT_PLAY_SCRIPT', action: 'confirm' },
    { action: 'CONFIRM' },
    { action: 'reject', command_ids: 'all' },
    { actions: 'confirm' },
  ])('are neither confirmed nor rejected by the malformed body %j', async (body) => {
    expect((await ask('POST', `${JOB}/batch-commands-confirm`, { body })).status).toBe(400);
  });

  it('answer with their result as JSON in a text, as the models have it', async () => {
    const body = { command: 'GET_LIVE_JOB_CONFIG_INFO' };
    const { result } = await fine('POST', `${JOB}/command`, { body });
    expect(JSON.parse(String(result))).toMatchObject({ room_id: 'r0' });
  });
});

describe('rooms', () => {
  const room = {
    room_name: '新直播间',
    room_description: 'shoes',
    room_type: 'TEMP',
    priv_data: 'mine',
    interaction_rules: [{ rule_name: 'hello', event_type: 1 }],
    review_config: { no_need_review: true },
  };

  it('are created, changed, confirmed, started and deleted', async () => {
    const created = await fine('POST', '/smart-live-rooms', { body: room });
    const path = `/smart-live-rooms/${String(created['room_id'])}`;
    expect(await fine('GET', path)).toMatchObject({ ...room, confirm_state: 'UNCONFIRM' });
    const query: Query = [['room_type', 'TEMP']];
    expect(await fine('GET', '/smart-live-rooms', { query })).toMatchObject({ count: 1 });
    const body = { ...room, room_name: '旧直播间' };
    expect(await fine('PUT', path, { body })).toMatchObject({ room_name: '旧直播间' });
    await fine('POST', `${path}/confirm`, { body: { action: 'confirm', script_version: 'V1' } });
    expect(await fine('GET', path)).toMatchObject({ confirm_state: 'CONFIRMED' });
    const { status, json } = await ask('POST', `${path}/smart-live-jobs`, { body: {} });
    expect(status).toBe(202);
    expect((await ask('DELETE', path)).status).toBe(400);
    await fine('POST', `${path}/smart-live-jobs/${String(json['job_id'])}/stop`);
    await fine('DELETE', path);
    expect((await ask('GET', path)).status).toBe(404);
  });

  it.each([
    { ...room, room_name: '' },
    { ...room, room_name: 'x'.repeat(257) },
    { ...room, room_type: 'NORMAL,TEMP' },
    { ...room, review_config: true },
    { ...room, interaction_rules: ['hello'] },
    { ...room, unknown: 1 },
  ])('are not created from a body that the model does not allow (%#)', async (body) => {
    expect((await ask('POST', '/smart-live-rooms', { body })).status).toBe(400);
  });
});

const named = (name: string): unknown => expect.objectContaining({ rule_name: name });

describe('rule groups', () => {
  it('have rules with ids of their own, and answers with the fields of the models', async () => {
    const body = { group_name: '常见问题', interaction_rules: [{ rule_name: 'a', event_type: 1 }] };
    const group = `${GROUPS}/${String((await fine('POST', GROUPS, { body }))['group_id'])}`;
    const summary = await fine('GET', `${GROUPS}-summary`);
    expect(summary['interaction_rule_groups']).toEqual([
      expect.not.objectContaining({ interaction_rules: expect.anything() }),
    ]);
    const rule = await fine('POST', `${group}/rules`, { body: { rule_name: 'b', event_type: 4 } });
    expect(Object.keys(rule).toSorted()).toEqual([
      'create_time',
      'event_type',
      'rule_id',
      'rule_index',
      'rule_name',
      'update_time',
    ]);
    const path = `${group}/rules/${String(rule['rule_id'])}`;
    const changed = await fine('PUT', path, { body: { rule_name: 'c', event_type: 4 } });
    expect(changed).toMatchObject({ rule_id: rule['rule_id'], rule_name: 'c' });
    expect((await fine('GET', group))['interaction_rules']).toEqual([named('a'), named('c')]);
    await fine('DELETE', path);
    expect((await fine('PUT', group, { body }))['interaction_rules']).toEqual([named('a')]);
    await fine('DELETE', group);
    expect(await fine('GET', GROUPS)).toMatchObject({ count: 0 });
  });
});

describe('live platforms', () => {
  const callback = { api_type: 'LIVE_EVENT_CALLBACK', url: 'https://shop.example/events' };
  const platform = { name: 'shop', auth_config: { key: 'k' }, callback_config: [callback] };

  it('are created, listed, changed without their key, and deleted', async () => {
    const created = await fine('POST', PLATFORMS, { body: platform });
    const id = String(created['platform_id']);
    const record = {
      platform_id: id,
      access_type: 'MSS_STANDARD',
      authorization_info: {
        authorize_state: 'UNAUTHORIZED',
        authorized_time: '',
        expire_time: '',
        account: '',
      },
      ...platform,
    };
    expect(await fine('GET', PLATFORMS)).toEqual({ live_platforms: [record] });
    const body = { name: 'shop 2', callback_config: [callback, callback] };
    expect(await fine('PUT', `${PLATFORMS}/${id}`, { body })).toEqual({ platform_id: id });
    expect(await fine('GET', `${PLATFORMS}/${id}`)).toEqual({ ...record, name: 'shop 2' });
    const query: Query = [['used', 'True']];
    expect(await fine('GET', '/live-platforms/access-types', { query })).toEqual({
      access_types: ['MSS_STANDARD'],
    });
    await fine('DELETE', `${PLATFORMS}/${id}`);
    expect((await ask('GET', `${PLATFORMS}/${id}`)).status).toBe(404);
  });

  it.each([
    { ...platform, name: '' },
    { ...platform, auth_config: {} },
    { ...platform, callback_config: [{ ...callback, url: 'http://shop.example/' }] },
    { ...platform, callback_config: [{ ...callback, api_type: 'COMMENT_QUERY' }] },
    { ...platform, access_type: 'MSS_STANDARD' },
  ])('are not created from a body that the page does not allow (%#)', async (body) => {
    expect((await ask('POST', PLATFORMS, { body })).status).toBe(400);
  });
});

it("a change of the tenant's configuration is answered with {}, and shown by the next GET", async () => {
  const path = '/smart-live-configs/user-config';
  const body = { live_exit_config: { max_live_duration: 4 } };
  expect(await fine('PUT', path, { body })).toEqual({});
  expect(await fine('GET', path)).toEqual(body);
});
