import { timeText } from '../endpoints/list-query.js';
import type { LiveRoom } from './live-rooms.js';

/** A room in a list: every field of the SDKs' SmartLiveRoomBaseInfo. */
export function roomRecord(room: LiveRoom, projectId: string): object {
  const last = room.jobs.at(-1);
  const common = commonFields(room);
  const said = Object.entries(room.fields).filter(([name]) => Object.hasOwn(common, name));
  return {
    ...common,
    ...Object.fromEntries(said),
    project_id: projectId,
    model_infos: [{ model_asset_id: 'a1', asset_name: '数字人', backup_model_asset_ids: ['a2'] }],
    ...(last === undefined ? {} : { last_job_status: last.state }),
    ...(last?.startedAt === undefined ? {} : { last_job_start_time: timeText(last.startedAt) }),
    ...(last?.endedAt === undefined ? {} : { last_job_end_time: timeText(last.endedAt) }),
  };
}

/** A room by itself: every field of the SDKs' ShowSmartLiveRoomResponse. */
export function roomDetails(room: LiveRoom): object {
  return {
    ...commonFields(room),
    scene_scripts: [],
    script_version: 'V1',
    interaction_rules: room.rules,
    interaction_config: {},
    play_policy: {
      repeat_count: -1,
      auto_play_script: true,
      play_mode: 'TEXT',
      random_play_mode: 'NONE',
    },
    video_config: { codec: 'H264', bitrate: 4000, width: 1080, height: 1920 },
    output_urls: ['rtmp://push.invalid/live'],
    stream_keys: ['stream-key-of-the-simulator'],
    backup_model_asset_ids: ['a2'],
    live_event_callback_config: {
      ...callbackRecord(),
      is_inheritance_platform_callback: false,
    },
    rtc_callback_config: {},
    review_config: { no_need_review: false },
    co_streamer_config: { streamer_action: 'SILENCE' },
    relation_live_platform_info: [],
    ...room.fields,
  };
}

/** Where a room's, or a job's, callbacks go, while nobody has said it. */
export function callbackRecord(): object {
  return {
    live_event_type_callback_url: '',
    auth_type: 'NONE',
    key: '',
    callback_event_type: [],
  };
}

function commonFields(room: LiveRoom): object {
  return {
    room_id: room.roomId,
    room_name: room.roomName,
    room_description: '',
    room_type: 'NORMAL',
    room_state: 'ENABLE',
    view_mode: 'VERTICAL',
    error_info: { error_code: '', error_msg: '' },
    shared_config: {
      shared_type: 'PRIVATE',
      shared_state: 'PUBLISHED',
      expire_time: '',
      allowed_project_ids: [],
    },
    cover_url: '',
    thumbnail: '',
    priv_data: '',
    confirm_state: room.confirmState,
    create_time: timeText(room.createdAt),
    update_time: timeText(room.updatedAt),
  };
}
