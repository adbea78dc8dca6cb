import { classifyAnswer } from '../../libs/metastudio/src/report/classify-answer.js';
import { liveJobOf } from '../../libs/metastudio/src/management/live-job.js';
import { warningTypesOf } from '../../libs/metastudio/src/management/live-warning.js';
import { liveRoomDetailsOf, liveRoomOf } from '../../libs/metastudio/src/management/live-room.js';
import { userConfigOf } from '../../libs/metastudio/src/management/user-config.js';
import { endpointOf } from '#metastudio';
import { Simulator } from '../../apps/simulator/src/index.js';
import { send } from '../simulator/support/report-client.js';
import { sdkRequest, type SdkCall } from '../simulator/support/sdk-request.js';
import { ANSWERS, fieldsIn, fieldsOf, noting, type SdkModel } from './support/sdk-models.js';

type Call = keyof typeof ANSWERS;

const ROOM = '/smart-live-rooms/r0';
const JOB = `${ROOM}/smart-live-jobs/j0`;
const RUNNING = '/smart-live-rooms/r1/smart-live-jobs/j1';
const USER_CONFIG = '/smart-live-configs/user-config';
const CALLS: Readonly<Record<Call, SdkCall>> = {
  ListSmartLiveRooms: { method: 'GET', path: '/smart-live-rooms' },
  ShowSmartLiveRoom: { method: 'GET', path: ROOM },
  ListSmartLive: { method: 'GET', path: `${ROOM}/smart-live-jobs` },
  ListSmartLiveJobs: { method: 'GET', path: '/smart-live-jobs' },
  ShowSmartLive: { method: 'GET', path: JOB },
  ShowLiveWarningInfo: { method: 'GET', path: `${ROOM}/live-warning-info` },
  LiveEventReport: {
    method: 'POST',
    path: `${RUNNING}/live-event-report`,
    query: [['refresh_url', 'true']],
    body: { total: 1 },
  },
  ListInsertCommands: { method: 'GET', path: `${RUNNING}/command/insert-commands` },
  ExecuteSmartLiveCommand: {
    method: 'POST',
    path: `${RUNNING}/command`,
    body: { command: 'GET_LIVE_JOB_CONFIG_INFO' },
  },
  ShowSmartLiveUserConfig: { method: 'GET', path: USER_CONFIG },
};

/** Sets everything that a tenant can: nothing is there before. */
const SET_CONFIG: SdkCall = {
  method: 'PUT',
  path: USER_CONFIG,
  body: {
    live_event_callback_config: {
      live_event_type_callback_url: 'https://relay.example.com/callbacks/metastudio/default',
      auth_type: 'MSS_A_HEAD',
      key: 'k',
      callback_event_type: ['REPLY_COMMAND_FINISH'],
    },
    live_exit_config: { max_live_duration: 4 },
    live_notify_config: { notify_events: [] },
  },
};

type Wire = Readonly<Record<string, unknown>>;

/** Reads an answer as the relay does. */
const READERS: Readonly<Record<Call, (wire: Wire) => unknown>> = {
  ListSmartLiveRooms: ({ count, smart_live_rooms: rooms }) => [
    count,
    listed(rooms).map(liveRoomOf),
  ],
  ShowSmartLiveRoom: (wire) => liveRoomDetailsOf(wire),
  ListSmartLive: ({ count, smart_live_jobs: jobs }) => [count, listed(jobs).map(liveJobOf)],
  ListSmartLiveJobs: ({ count, smart_live_jobs: jobs }) => [count, listed(jobs).map(liveJobOf)],
  ShowSmartLive: (wire) => liveJobOf(wire),
  ShowLiveWarningInfo: (wire) => warningTypesOf(wire),
  LiveEventReport: ({ live_event_report_url: url }) => url,
  ListInsertCommands: ({ count }) => count,
  ExecuteSmartLiveCommand: ({ command_id: id }) => id,
  ShowSmartLiveUserConfig: (wire) => userConfigOf(wire),
};

function listed(list: unknown): Wire[] {
  return list as Wire[];
}

/** A rule with every field of the SDKs' LiveRoomInteractionRuleInfo; it is for no comment. */
const RULE = {
  rule_index: '1',
  rule_name: 'thanks',
  enabled: true,
  event_type: 4,
  hit_condition: { relation: 'RESERVED', priority: 500, tags: [] },
  trigger: { time_window: 0, reply_mode: 'SYSTEM_REPLY', reply_texts: ['thanks'] },
  review_config: { no_need_review: false },
  group_id: 'g',
  group_name: 'group',
  enabled_scenes: [],
};

describe.each(Object.keys(ANSWERS) as Call[])('an answer to %s', (call) => {
  const model: SdkModel = ANSWERS[call];
  let simulator: Simulator;
  let answer: Wire;

  beforeAll(async () => {
    simulator = await new Simulator({
      rooms: [
        { roomId: 'r0', jobId: 'j0', rules: [RULE] },
        { roomId: 'r1', jobId: 'j1', rules: [RULE] },
      ],
    }).start();
    // What has ended tells when.
    simulator.stopRoom('r0');
    await ask(SET_CONFIG);
    answer = await ask(CALLS[call]);
  });
  async function ask(asked: SdkCall): Promise<Wire> {
    const { url, headers, body } = sdkRequest(simulator, asked);
    const request = { method: asked.method, headers, ...(body === undefined ? {} : { body }) };
    return (await send(url, request)).json;
  }
  afterAll(async () => simulator.stop());

  it("has every field of the SDKs' model at the simulator, and no other", () => {
    expect([...fieldsIn(answer, model)].toSorted()).toEqual([...fieldsOf(model).keys()].toSorted());
  });

  it("is read field by field as listed, without a field that the SDKs' model lacks", () => {
    const read = new Set<string>();
    READERS[call](noting(answer, read));
    const expected = [...fieldsOf(model)].filter(([, isRead]) => isRead).map(([path]) => path);
    expect([...read].toSorted()).toEqual(expected.toSorted());
  });
});

it('the URL of a report is read by the name that the model gives it', () => {
  const target = { projectId: 'p', roomId: 'r', jobId: 'j' };
  const origin = 'https://metastudio.cn-north-4.myhuaweicloud.com';
  const path = '/v1/p/smart-live-rooms/r/smart-live-jobs/j/live-event-report';
  const [field] = ANSWERS.LiveEventReport.read;
  const body = Buffer.from(JSON.stringify({ [field]: `${origin}${path}` }));
  const rules = { endpoint: endpointOf(origin), allowedHosts: [] };
  const outcome = classifyAnswer({ status: 200, headers: {}, body }, { rules, target, now: 0 });
  expect(outcome).toMatchObject({ kind: 'delivered', reportUrl: expect.anything() });
});
