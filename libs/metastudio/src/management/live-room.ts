import type { Secret } from '#secret';
import type {
  ErrorInfoExternal,
  EventCallbackExternal,
  InteractionRuleExternal,
  LiveRoomDetailsExternal,
  LiveRoomExternal,
  RoomBaseExternal,
  ModelInfoExternal,
  SharedConfigExternal,
} from './live-room.external.js';
import { booleanOf, listOf, numberOf, objectOf, secretOf, textOf } from './wire-fields.js';

/** One of the listed words, or one that the vendor has added since. */
export type OpenEnum<Known extends string> = Known | (string & {});

/**
 * The fields in every answer about a room. All except the id may be missing. Times are RFC 3339.
 */
interface RoomBase {
  readonly roomId: string;
  readonly roomName?: string | undefined;
  readonly roomType?: OpenEnum<'NORMAL' | 'TEMP' | 'TEMPLATE'> | undefined;
  /** `DISABLE` and `BLOCKED` are explained in {@link errorInfo}. */
  readonly roomState?: OpenEnum<'ENABLE' | 'DISABLE' | 'BLOCKED'> | undefined;
  readonly viewMode?: OpenEnum<'LANDSCAPE' | 'VERTICAL'> | undefined;
  readonly errorInfo?: ErrorInfo | undefined;
  readonly sharedConfig?: SharedConfig | undefined;
  readonly roomDescription?: string | undefined;
  readonly coverUrl?: string | undefined;
  readonly thumbnail?: string | undefined;
  readonly createTime?: string | undefined;
  readonly updateTime?: string | undefined;
  /** The tenant's own data, returned as it was stored. */
  readonly privData?: string | undefined;
  readonly confirmState?: OpenEnum<'UNCONFIRM' | 'CONFIRMED' | 'REJECT'> | undefined;
}

/** A live room of MetaStudio, as it is listed. */
export interface LiveRoom extends RoomBase {
  readonly projectId?: string | undefined;
  readonly models: readonly RoomModel[];
  readonly lastJobStartTime?: string | undefined;
  readonly lastJobEndTime?: string | undefined;
  /** Of the newest job, whose id the API does not tell: ask for the room's jobs. */
  readonly lastJobStatus?:
    OpenEnum<'WAITING' | 'PROCESSING' | 'SUCCEED' | 'FAILED' | 'CANCELED' | 'BLOCKED'> | undefined;
}

export interface ErrorInfo {
  readonly errorCode?: string | undefined;
  readonly errorMsg?: string | undefined;
}

interface SharedConfig {
  readonly sharedType?: OpenEnum<'PRIVATE' | 'PUBLIC' | 'SHARED'> | undefined;
  readonly sharedState?: OpenEnum<'PUBLISHED' | 'DRAFT' | 'REVIEW'> | undefined;
  readonly expireTime?: string | undefined;
  readonly allowedProjectIds: readonly string[];
}

/** A virtual human of a room. */
export interface RoomModel {
  readonly modelAssetId?: string | undefined;
  readonly assetName?: string | undefined;
  readonly backupModelAssetIds: readonly string[];
}

/** A single room, with the parts of its configuration that matter to event reports. */
export interface LiveRoomDetails extends RoomBase {
  readonly scriptVersion?: string | undefined;
  readonly interactionRules: readonly ListedRule[];
  /** The same as the API has them, with all their conditions, to be evaluated. */
  readonly rules: unknown;
  /** The addresses that the stream is pushed to: with one anybody can stream. */
  readonly outputUrls: readonly Secret[];
  readonly streamKeys: readonly Secret[];
  readonly eventCallback?: EventCallback | undefined;
}

/** Which events make the virtual human answer. */
export interface ListedRule {
  readonly ruleIndex?: string | undefined;
  readonly ruleName?: string | undefined;
  readonly enabled?: boolean | undefined;
  /** The type of {@link LiveEvent} as a number, 1 to 4; 10: prepared scripts. */
  readonly eventType?: number | undefined;
}

/** Where MetaStudio calls the tenant back. */
export interface EventCallback {
  readonly url?: string | undefined;
  readonly authType?: OpenEnum<'NONE' | 'MSS_A' | 'MSS_A_HEAD' | 'MEITUAN_DEFAULT'> | undefined;
  readonly key?: Secret | undefined;
  readonly eventTypes: readonly string[];
}

/** @returns `undefined` if it is no room: without an id it is useless. */
export function liveRoomOf(wire: LiveRoomExternal): LiveRoom | undefined {
  const base = roomBaseOf(wire);
  if (base === undefined) return undefined;
  return {
    ...base,
    projectId: textOf(wire.project_id),
    models: listOf(wire.model_infos, (model) => objectOf(model, roomModelOf)),
    lastJobStartTime: textOf(wire.last_job_start_time),
    lastJobEndTime: textOf(wire.last_job_end_time),
    lastJobStatus: textOf(wire.last_job_status),
  };
}

/** @returns `undefined` for what is no room. */
export function liveRoomDetailsOf(wire: LiveRoomDetailsExternal): LiveRoomDetails | undefined {
  const base = roomBaseOf(wire);
  if (base === undefined) return undefined;
  return {
    ...base,
    scriptVersion: textOf(wire.script_version),
    interactionRules: listOf(wire.interaction_rules, (rule) => objectOf(rule, interactionRuleOf)),
    rules: wire.interaction_rules,
    outputUrls: listOf(wire.output_urls, secretOf),
    streamKeys: listOf(wire.stream_keys, secretOf),
    eventCallback: objectOf(wire.live_event_callback_config, eventCallbackOf),
  };
}

function roomBaseOf(wire: RoomBaseExternal): RoomBase | undefined {
  const roomId = textOf(wire.room_id);
  if (roomId === undefined) return undefined;
  return {
    roomId,
    roomName: textOf(wire.room_name),
    roomType: textOf(wire.room_type),
    roomState: textOf(wire.room_state),
    viewMode: textOf(wire.view_mode),
    errorInfo: objectOf(wire.error_info, errorInfoOf),
    sharedConfig: objectOf(wire.shared_config, sharedConfigOf),
    roomDescription: textOf(wire.room_description),
    coverUrl: textOf(wire.cover_url),
    thumbnail: textOf(wire.thumbnail),
    createTime: textOf(wire.create_time),
    updateTime: textOf(wire.update_time),
    privData: textOf(wire.priv_data),
    confirmState: textOf(wire.confirm_state),
  };
}

export function errorInfoOf(wire: ErrorInfoExternal): ErrorInfo {
  return { errorCode: textOf(wire.error_code), errorMsg: textOf(wire.error_msg) };
}

export function eventCallbackOf(wire: EventCallbackExternal): EventCallback {
  return {
    url: textOf(wire.live_event_type_callback_url),
    authType: textOf(wire.auth_type),
    key: secretOf(wire.key),
    eventTypes: listOf(wire.callback_event_type, textOf),
  };
}

function sharedConfigOf(wire: SharedConfigExternal): SharedConfig {
  return {
    sharedType: textOf(wire.shared_type),
    sharedState: textOf(wire.shared_state),
    expireTime: textOf(wire.expire_time),
    allowedProjectIds: listOf(wire.allowed_project_ids, textOf),
  };
}

function roomModelOf(wire: ModelInfoExternal): RoomModel {
  return {
    modelAssetId: textOf(wire.model_asset_id),
    assetName: textOf(wire.asset_name),
    backupModelAssetIds: listOf(wire.backup_model_asset_ids, textOf),
  };
}

function interactionRuleOf(wire: InteractionRuleExternal): ListedRule {
  return {
    ruleIndex: textOf(wire.rule_index) ?? numberOf(wire.rule_index)?.toString(),
    ruleName: textOf(wire.rule_name),
    enabled: booleanOf(wire.enabled),
    eventType: numberOf(wire.event_type),
  };
}
