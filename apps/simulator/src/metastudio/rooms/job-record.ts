import { timeText } from '../endpoints/list-query.js';
import type { LiveJob } from './live-rooms.js';
import { callbackRecord } from './room-record.js';

/** A job: every field of the SDKs' SmartLiveJob. What has not happened yet has no time. */
export function jobRecord(job: LiveJob, reportUrl: string, now: number): object {
  const { room, startedAt, endedAt } = job;
  const seconds = startedAt === undefined ? 0 : ((endedAt ?? now) - startedAt) / 1000;
  return {
    job_id: job.jobId,
    room_id: room.roomId,
    room_name: room.roomName,
    state: job.state,
    duration: seconds,
    stream_duration: seconds,
    ...(startedAt === undefined ? {} : { start_time: timeText(startedAt) }),
    ...(endedAt === undefined ? {} : { end_time: timeText(endedAt) }),
    create_time: timeText(job.createdAt),
    lastupdate_time: timeText(job.updatedAt),
    error_info: { error_code: '', error_msg: '' },
    block_reason: '',
    cover_url: '',
    live_event_report_url: reportUrl,
    live_event_callback_config: callbackRecord(),
    rtc_callback_config: {},
    rtc_room_info: rtcRoom(job),
    co_streamer_config: { streamer_action: 'SILENCE' },
    live_job_log: {
      interaction_records_url: '',
      job_config_records_url: '',
      scripts_records_url: '',
      command_reviced_records_url: '',
      command_exec_records_url: '',
    },
    relation_live_platform_info: { platform_id: '', platform: '', account: '', live_id: '' },
    used_resource_type: 'PERIOD',
    is_ai_mark_on: true,
  };
}

/** Where the stream can be watched. */
export function rtcRoom(job: LiveJob): object {
  const viewer = {
    user_type: 'PLAYER',
    user_id: 'viewer',
    signature: 'rtc-token-of-the-simulator',
    ctime: 4_102_415_999,
  };
  return { app_id: 'simulator', room_id: job.jobId, users: [viewer] };
}
