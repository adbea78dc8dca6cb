import { Simulator } from '../../apps/simulator/src/index.js';
import { comment, reportOf, send, type Reply } from './support/report-client.js';
import { sdkRequest, type SdkCall } from './support/sdk-request.js';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await new Simulator({
    rooms: [
      { roomId: 'r0', jobId: 'j0' },
      { roomId: 'r1', jobId: 'j1' },
    ],
    errorShape: 'classic',
  }).start();
});
afterAll(async () => simulator.stop());

async function ask(call: SdkCall): Promise<Reply> {
  const { url, headers, body } = sdkRequest(simulator, call);
  return send(url, { method: call.method, headers, ...(body === undefined ? {} : { body }) });
}

const ROOM = '/smart-live-rooms/r0';
const JOB = `${ROOM}/smart-live-jobs/j0`;

/** The fields of the models of huaweicloud-sdk-python-v3, huaweicloudsdkmetastudio/v1/model. */
const SMART_LIVE_JOB = [
  'block_reason',
  'co_streamer_config',
  'cover_url',
  'create_time',
  'duration',
  'error_info',
  'is_ai_mark_on',
  'job_id',
  'lastupdate_time',
  'live_event_callback_config',
  'live_event_report_url',
  'live_job_log',
  'relation_live_platform_info',
  'room_id',
  'room_name',
  'rtc_callback_config',
  'rtc_room_info',
  'start_time',
  'state',
  'stream_duration',
  'used_resource_type',
];
const SMART_LIVE_ROOM_BASE_INFO = [
  'confirm_state',
  'cover_url',
  'create_time',
  'error_info',
  'last_job_start_time',
  'last_job_status',
  'model_infos',
  'priv_data',
  'project_id',
  'room_description',
  'room_id',
  'room_name',
  'room_state',
  'room_type',
  'shared_config',
  'thumbnail',
  'update_time',
  'view_mode',
];

describe('the simulator answers requests as the SDKs write them', () => {
  it.each<[string, SdkCall, object]>([
    [
      'LiveEventReport',
      {
        method: 'POST',
        path: `${JOB}/live-event-report`,
        query: [['refresh_url', 'True']],
        body: reportOf(comment('hello')),
        appUserId: 'shop 1',
      },
      { live_event_report_url: expect.stringContaining('/live-event-report') },
    ],
    [
      'ListSmartLive',
      {
        method: 'GET',
        path: `${ROOM}/smart-live-jobs`,
        query: [
          ['offset', '0'],
          ['limit', '10'],
          ['state', 'PROCESSING'],
          ['sort_dir', 'desc'],
        ],
      },
      { count: 1, smart_live_jobs: [expect.objectContaining({ job_id: 'j0' })] },
    ],
    [
      'ListSmartLiveJobs',
      {
        method: 'GET',
        path: '/smart-live-jobs',
        query: [
          ['create_since', '2020-01-01T00:00:00Z'],
          ['room_name', 'r1'],
        ],
      },
      { count: 1, smart_live_jobs: [expect.objectContaining({ room_id: 'r1' })] },
    ],
    ['ShowSmartLive', { method: 'GET', path: JOB }, { job_id: 'j0', state: 'PROCESSING' }],
    [
      'ListSmartLiveRooms',
      {
        method: 'GET',
        path: '/smart-live-rooms',
        query: [
          ['room_type', 'NORMAL'],
          ['live_state', 'PROCESSING,NULL'],
          ['confirm_state', 'confirmed'],
        ],
      },
      { count: 2 },
    ],
    ['ShowSmartLiveRoom', { method: 'GET', path: ROOM }, { room_id: 'r0', interaction_rules: [] }],
    [
      'ExecuteSmartLiveCommand',
      {
        method: 'POST',
        path: `${JOB}/command`,
        body: {
          command: 'INSERT_PLAY_SCRIPT',
          params: { script: { text_config: { text: '你好' } } },
        },
      },
      { command: 'INSERT_PLAY_SCRIPT', command_id: expect.any(String) },
    ],
    [
      'ListInsertCommands',
      { method: 'GET', path: `${JOB}/command/insert-commands`, query: [['limit', '5']] },
      { count: 1, insert_commands: [expect.objectContaining({ source: 'EXTERNAL' })] },
    ],
    [
      'UpdateSmartLiveUserConfig',
      {
        method: 'PUT',
        path: '/smart-live-configs/user-config',
        body: { live_event_callback_config: { auth_type: 'NONE' } },
      },
      {},
    ],
    [
      'ShowSmartLiveUserConfig',
      { method: 'GET', path: '/smart-live-configs/user-config' },
      { live_event_callback_config: { auth_type: 'NONE' } },
    ],
    [
      'CreateInteractionRuleGroup',
      {
        method: 'POST',
        path: '/smart-live-interaction-rule-groups',
        body: { group_name: '常见问题', interaction_rules: [{ event_type: 1, enabled: true }] },
      },
      { group_id: expect.any(String) },
    ],
    [
      'ListSmartLiveInteractionRuleGroups',
      {
        method: 'GET',
        path: '/smart-live-interaction-rule-groups',
        query: [['group_name', '问题']],
      },
      { count: 1 },
    ],
  ])('%s', async (_name, call, answer) => {
    const reply = await ask(call);
    expect(reply).toMatchObject({ status: 200, json: answer });
    expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
  });

  it("with every field of the SDKs' models of a room and of a job", async () => {
    const jobs = await ask({ method: 'GET', path: `${ROOM}/smart-live-jobs` });
    const rooms = await ask({ method: 'GET', path: '/smart-live-rooms' });
    const [job] = jobs.json['smart_live_jobs'] as object[];
    const [room] = rooms.json['smart_live_rooms'] as object[];
    expect(Object.keys(job!)).toEqual(expect.arrayContaining(SMART_LIVE_JOB));
    expect(Object.keys(room!)).toEqual(expect.arrayContaining(SMART_LIVE_ROOM_BASE_INFO));
  });

  it.each<[string, SdkCall, number]>([
    [
      'a list of room types',
      { method: 'GET', path: '/smart-live-rooms', query: [['room_type', 'NORMAL,TEMP']] },
      400,
    ],
    [
      'Chinese in X-App-UserId of a GET',
      { method: 'GET', path: ROOM, appUserId: Buffer.from('店').toString('latin1') },
      400,
    ],
    [
      'an expires_time out of range',
      {
        method: 'POST',
        path: `${JOB}/live-event-report`,
        query: [
          ['auth_key', 'k'],
          ['expires_time', '4102415999001'],
        ],
        body: reportOf(comment('x')),
      },
      400,
    ],
  ])('and refuses %s', async (_what, call, status) => {
    expect((await ask(call)).status).toBe(status);
  });

  it.each([
    ['without X-Project-Id', undefined, 401],
    ['with the project of another', 'f'.repeat(32), 401],
  ])('and refuses a signature %s', async (_what, project, status) => {
    const { url, headers } = sdkRequest(simulator, { method: 'GET', path: ROOM });
    const { 'x-project-id': own, ...others } = headers;
    expect(own).toBeDefined();
    const sent = project === undefined ? others : { ...others, 'x-project-id': project };
    const reply = await send(url, { headers: sent });
    expect(reply.status).toBe(status);
  });
});
