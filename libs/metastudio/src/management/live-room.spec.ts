import * as fc from 'fast-check';
import { inspect } from 'node:util';
import { liveJobOf } from './live-job.js';
import { liveRoomDetailsOf, liveRoomOf } from './live-room.js';

const room = {
  room_id: '24bad71687b145e589126102f7693265',
  project_id: 'p',
  room_name: '直播间',
  room_type: 'NORMAL',
  room_state: 'BLOCKED',
  view_mode: 'VERTICAL',
  error_info: { error_code: 'MSS.1', error_msg: 'blocked' },
  shared_config: {
    shared_type: 'SHARED',
    shared_state: 'PUBLISHED',
    expire_time: '2027-01-01T00:00:00Z',
    allowed_project_ids: ['a', 'b'],
  },
  room_description: 'text',
  cover_url: 'https://obs/cover.png',
  thumbnail: 'https://obs/thumb.png',
  model_infos: [{ model_asset_id: 'm', asset_name: '小华', backup_model_asset_ids: ['n'] }],
  create_time: '2026-01-01T00:00:00Z',
  update_time: '2026-01-02T00:00:00Z',
  last_job_start_time: '2026-01-03T00:00:00Z',
  last_job_end_time: '2026-01-04T00:00:00Z',
  last_job_status: 'SUCCEED',
  priv_data: 'mine',
  confirm_state: 'CONFIRMED',
};

describe('liveRoomOf', () => {
  it('reads every documented field', () => {
    expect(liveRoomOf(room)).toEqual({
      roomId: room.room_id,
      projectId: 'p',
      roomName: '直播间',
      roomType: 'NORMAL',
      roomState: 'BLOCKED',
      viewMode: 'VERTICAL',
      errorInfo: { errorCode: 'MSS.1', errorMsg: 'blocked' },
      sharedConfig: {
        sharedType: 'SHARED',
        sharedState: 'PUBLISHED',
        expireTime: '2027-01-01T00:00:00Z',
        allowedProjectIds: ['a', 'b'],
      },
      roomDescription: 'text',
      coverUrl: 'https://obs/cover.png',
      thumbnail: 'https://obs/thumb.png',
      models: [{ modelAssetId: 'm', assetName: '小华', backupModelAssetIds: ['n'] }],
      createTime: '2026-01-01T00:00:00Z',
      updateTime: '2026-01-02T00:00:00Z',
      lastJobStartTime: '2026-01-03T00:00:00Z',
      lastJobEndTime: '2026-01-04T00:00:00Z',
      lastJobStatus: 'SUCCEED',
      privData: 'mine',
      confirmState: 'CONFIRMED',
    });
  });

  it('keeps new words of the vendor in known fields, and no new fields', () => {
    const read = liveRoomOf({ ...room, room_state: 'ASLEEP', novelty: 1 } as typeof room);
    expect(read).toMatchObject({ roomState: 'ASLEEP' });
    expect(read).not.toHaveProperty('novelty');
  });

  it('is no room without an id', () => {
    expect(liveRoomOf({ ...room, room_id: '' })).toBeUndefined();
    expect(liveRoomOf({ ...room, room_id: 7 })).toBeUndefined();
  });

  it('never throws, whatever the fields hold', () => {
    const names = fc.constantFrom(...Object.keys(room));
    fc.assert(
      fc.property(fc.dictionary(names, fc.anything()), (wire) => {
        expect(liveRoomOf({ ...wire, room_id: 'r' })?.roomId).toBe('r');
      }),
    );
  });
});

describe('liveRoomDetailsOf', () => {
  it('shows neither stream keys nor the key of callbacks', () => {
    const details = liveRoomDetailsOf({
      ...room,
      output_urls: ['rtmp://push/s3cret-url'],
      stream_keys: ['s3cret-stream'],
      live_event_callback_config: {
        live_event_type_callback_url: 'https://me/callback',
        auth_type: 'MSS_A',
        key: 's3cret-key',
      },
      interaction_rules: [
        { rule_index: '1', rule_name: 'hello', enabled: true, event_type: 1, hit_condition: {} },
        null,
      ],
    });
    expect(`${JSON.stringify(details)}${inspect(details, { depth: 9 })}`).not.toContain('s3cret');
    expect(details?.streamKeys[0]?.reveal()).toBe('s3cret-stream');
    expect(details?.eventCallback?.key?.reveal()).toBe('s3cret-key');
    expect(details?.interactionRules).toEqual([
      { ruleIndex: '1', ruleName: 'hello', enabled: true, eventType: 1 },
    ]);
  });
});

describe('liveJobOf', () => {
  const job = {
    job_id: 'j',
    room_id: 'r',
    room_name: '直播间',
    state: 'PROCESSING',
    duration: 12.5,
    stream_duration: '10',
    start_time: '2026-01-01T00:00:00Z',
    live_event_report_url: 'https://h/v1/s3cret',
    live_event_callback_config: { key: 's3cret', callback_event_type: ['REPLY_COMMAND_FINISH'] },
    rtc_room_info: { app_id: 'a', room_id: 'rtc', users: [{ user_id: 'u', signature: 's3cret' }] },
    relation_live_platform_info: { platform: 'douyin', live_id: '1' },
    used_resource_type: 'PERIOD',
  };

  it('reads what it needs and shows no secret', () => {
    const read = liveJobOf(job);
    expect(read).toMatchObject({
      jobId: 'j',
      state: 'PROCESSING',
      durationSeconds: 12.5,
      streamDurationSeconds: 10,
      platform: { platform: 'douyin', liveId: '1' },
    });
    expect(read?.reportUrl?.reveal()).toBe('https://h/v1/s3cret');
    expect(read?.rtcRoom?.users[0]?.signature?.reveal()).toBe('s3cret');
    expect(`${JSON.stringify(read)}${inspect(read, { depth: 9 })}`).not.toContain('s3cret');
  });

  it('is no job without an id or a state', () => {
    expect(liveJobOf({ ...job, job_id: null })).toBeUndefined();
    expect(liveJobOf({ ...job, state: undefined })).toBeUndefined();
  });
});
