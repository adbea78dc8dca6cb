import type { Secret } from '#secret';
import type {
  LiveJobExternal,
  PlatformExternal,
  RtcRoomExternal,
  RtcUserExternal,
} from './live-room.external.js';
import {
  errorInfoOf,
  eventCallbackOf,
  type ErrorInfo,
  type EventCallback,
  type OpenEnum,
} from './live-room.js';
import { listOf, numberOf, objectOf, secretOf, textOf } from './wire-fields.js';

/** A run of a live room. Everything except id and state may be missing. Times are RFC 3339. */
export interface LiveJob {
  readonly jobId: string;
  readonly roomId?: string | undefined;
  readonly roomName?: string | undefined;
  /** Events are taken while it is `PROCESSING`. */
  readonly state: OpenEnum<'WAITING' | 'PROCESSING' | 'SUCCEED' | 'FAILED' | 'BLOCKED'>;
  readonly durationSeconds?: number | undefined;
  readonly streamDurationSeconds?: number | undefined;
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
  readonly createTime?: string | undefined;
  readonly updateTime?: string | undefined;
  readonly errorInfo?: ErrorInfo | undefined;
  readonly blockReason?: string | undefined;
  readonly coverUrl?: string | undefined;
  /** Unchecked: `chooseRequest` checks it. */
  readonly reportUrl?: Secret | undefined;
  readonly eventCallback?: EventCallback | undefined;
  readonly rtcRoom?: RtcRoom | undefined;
  readonly platform?: PlatformLive | undefined;
  readonly usedResourceType?: OpenEnum<'PERIOD' | 'ONDEMAND' | 'ONE_TIME' | 'UNKNOW'> | undefined;
}

/** The RTC room in which the stream can be watched. */
export interface RtcRoom {
  readonly appId?: string | undefined;
  readonly roomId?: string | undefined;
  readonly users: readonly RtcUser[];
}

export interface RtcUser {
  readonly userType?: string | undefined;
  readonly userId?: string | undefined;
  readonly signature?: Secret | undefined;
}

/** The live platform that the job streams to. */
export interface PlatformLive {
  readonly platformId?: string | undefined;
  readonly platform?: string | undefined;
  readonly account?: string | undefined;
  readonly liveId?: string | undefined;
}

/** @returns `undefined` if it is no job: both its id and its state are required. */
export function liveJobOf(wire: LiveJobExternal): LiveJob | undefined {
  const jobId = textOf(wire.job_id);
  const state = textOf(wire.state);
  if (jobId === undefined || state === undefined) return undefined;
  return {
    jobId,
    state,
    roomId: textOf(wire.room_id),
    roomName: textOf(wire.room_name),
    durationSeconds: numberOf(wire.duration),
    streamDurationSeconds: numberOf(wire.stream_duration),
    startTime: textOf(wire.start_time),
    endTime: textOf(wire.end_time),
    createTime: textOf(wire.create_time),
    updateTime: textOf(wire.lastupdate_time),
    errorInfo: objectOf(wire.error_info, errorInfoOf),
    blockReason: textOf(wire.block_reason),
    coverUrl: textOf(wire.cover_url),
    reportUrl: secretOf(wire.live_event_report_url),
    eventCallback: objectOf(wire.live_event_callback_config, eventCallbackOf),
    rtcRoom: objectOf(wire.rtc_room_info, rtcRoomOf),
    platform: objectOf(wire.relation_live_platform_info, platformLiveOf),
    usedResourceType: textOf(wire.used_resource_type),
  };
}

function rtcRoomOf(wire: RtcRoomExternal): RtcRoom {
  return {
    appId: textOf(wire.app_id),
    roomId: textOf(wire.room_id),
    users: listOf(wire.users, (user) => objectOf(user, rtcUserOf)),
  };
}

function rtcUserOf(wire: RtcUserExternal): RtcUser {
  return {
    userType: textOf(wire.user_type),
    userId: textOf(wire.user_id),
    signature: secretOf(wire.signature),
  };
}

function platformLiveOf(wire: PlatformExternal): PlatformLive {
  return {
    platformId: textOf(wire.platform_id),
    platform: textOf(wire.platform),
    account: textOf(wire.account),
    liveId: textOf(wire.live_id),
  };
}
