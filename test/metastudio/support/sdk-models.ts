/** A model of the SDKs: the fields that the relay reads, and those that it leaves alone. */
export interface SdkModel {
  readonly read: readonly string[];
  /** The fields that the relay ignores on purpose; they are listed so that none is overlooked. */
  readonly unread: readonly string[];
  /** The models of the read fields that hold objects, or lists of them. */
  readonly inner?: Readonly<Record<string, SdkModel>>;
}

const ERROR_RESPONSE: SdkModel = { read: ['error_code', 'error_msg'], unread: [] };

const SHARED_CONFIG: SdkModel = {
  read: ['shared_type', 'shared_state', 'expire_time', 'allowed_project_ids'],
  unread: [],
};

const LIVE_EVENT_CALLBACK_CONFIG: SdkModel = {
  read: ['live_event_type_callback_url', 'auth_type', 'key', 'callback_event_type'],
  unread: [],
};

const SMART_LIVE_ROOM_BASE_INFO: SdkModel = {
  read: [
    'room_id',
    'project_id',
    'room_name',
    'room_type',
    'room_state',
    'view_mode',
    'error_info',
    'shared_config',
    'room_description',
    'cover_url',
    'thumbnail',
    'model_infos',
    'create_time',
    'update_time',
    'last_job_start_time',
    'last_job_end_time',
    'last_job_status',
    'priv_data',
    'confirm_state',
  ],
  unread: [],
  inner: {
    error_info: ERROR_RESPONSE,
    shared_config: SHARED_CONFIG,
    model_infos: { read: ['model_asset_id', 'asset_name', 'backup_model_asset_ids'], unread: [] },
  },
};

const SHOW_SMART_LIVE_ROOM_RESPONSE: SdkModel = {
  read: [
    'room_id',
    'room_name',
    'room_type',
    'room_state',
    'view_mode',
    'error_info',
    'shared_config',
    'room_description',
    'cover_url',
    'thumbnail',
    'create_time',
    'update_time',
    'priv_data',
    'confirm_state',
    'script_version',
    'interaction_rules',
    'output_urls',
    'stream_keys',
    'live_event_callback_config',
  ],
  unread: [
    'scene_scripts',
    'interaction_config',
    'play_policy',
    'video_config',
    'backup_model_asset_ids',
    'rtc_callback_config',
    'review_config',
    'co_streamer_config',
    'relation_live_platform_info',
  ],
  inner: {
    error_info: ERROR_RESPONSE,
    shared_config: SHARED_CONFIG,
    // LiveRoomInteractionRuleInfo. Only MetaStudio knows what a rule demands beyond the type.
    interaction_rules: {
      read: ['rule_index', 'rule_name', 'enabled', 'event_type'],
      unread: [
        'hit_condition',
        'trigger',
        'review_config',
        'group_id',
        'group_name',
        'enabled_scenes',
      ],
    },
    // LiveRoomEventCallBackConfig
    live_event_callback_config: {
      read: LIVE_EVENT_CALLBACK_CONFIG.read,
      unread: ['is_inheritance_platform_callback'],
    },
  },
};

/** SmartLiveJob, and ShowSmartLiveResponse, which has the same fields. */
const SMART_LIVE_JOB: SdkModel = {
  read: [
    'job_id',
    'room_id',
    'room_name',
    'state',
    'duration',
    'stream_duration',
    'start_time',
    'end_time',
    'create_time',
    'lastupdate_time',
    'error_info',
    'block_reason',
    'cover_url',
    'live_event_report_url',
    'live_event_callback_config',
    'rtc_room_info',
    'relation_live_platform_info',
    'used_resource_type',
  ],
  unread: ['rtc_callback_config', 'co_streamer_config', 'live_job_log', 'is_ai_mark_on'],
  inner: {
    error_info: ERROR_RESPONSE,
    live_event_callback_config: LIVE_EVENT_CALLBACK_CONFIG,
    rtc_room_info: {
      read: ['app_id', 'room_id', 'users'],
      unread: [],
      inner: { users: { read: ['user_type', 'user_id', 'signature'], unread: ['ctime'] } },
    },
    relation_live_platform_info: {
      read: ['platform_id', 'platform', 'account', 'live_id'],
      unread: [],
    },
  },
};

/** The answer of a list: the total, and one page. */
function listOf(field: string, model: SdkModel): SdkModel {
  return { read: ['count', field], unread: [], inner: { [field]: model } };
}

/**
 * The answer to each call of the relay by the SDKs, and the fields of it that the relay reads.
 *
 * @see https://github.com/huaweicloud/huaweicloud-sdk-python-v3 huaweicloudsdkmetastudio/v1/model
 * @see https://github.com/huaweicloud/huaweicloud-sdk-go-v3 services/metastudio/v1/model
 */
export const ANSWERS = {
  ListSmartLiveRooms: listOf('smart_live_rooms', SMART_LIVE_ROOM_BASE_INFO),
  ShowSmartLiveRoom: SHOW_SMART_LIVE_ROOM_RESPONSE,
  ListSmartLive: listOf('smart_live_jobs', SMART_LIVE_JOB),
  ListSmartLiveJobs: listOf('smart_live_jobs', SMART_LIVE_JOB),
  ShowSmartLive: SMART_LIVE_JOB,
  ShowLiveWarningInfo: {
    read: ['live_warning_info'],
    unread: ['limit_duration'],
    inner: { live_warning_info: { read: ['warning_type'], unread: [] } },
  },
  LiveEventReport: { read: ['live_event_report_url'], unread: [] },
  // Only the number of waiting answers is read.
  ListInsertCommands: { read: ['count'], unread: ['insert_commands'] },
  ExecuteSmartLiveCommand: { read: ['command_id'], unread: ['command', 'result'] },
  ShowSmartLiveUserConfig: {
    // The blocks beside the callback are sent back as they came.
    read: ['live_event_callback_config', 'live_exit_config', 'live_notify_config'],
    unread: [],
    inner: { live_event_callback_config: LIVE_EVENT_CALLBACK_CONFIG },
  },
} as const satisfies Record<string, SdkModel>;

/** Every field of a model by its path, and whether it is read. */
export function fieldsOf(model: SdkModel, path = ''): Map<string, boolean> {
  const fields = new Map<string, boolean>();
  for (const name of model.read) {
    fields.set(`${path}${name}`, true);
    const inner = model.inner?.[name];
    if (inner === undefined) continue;
    for (const [at, isRead] of fieldsOf(inner, `${path}${name}.`)) fields.set(at, isRead);
  }
  for (const name of model.unread) fields.set(`${path}${name}`, false);
  return fields;
}

/** The paths of the fields of an answer, as deep as its model describes them. */
export function fieldsIn(answer: unknown, model: SdkModel, path = ''): Set<string> {
  const found = new Set<string>();
  for (const one of Array.isArray(answer) ? (answer as unknown[]) : [answer]) {
    if (typeof one !== 'object' || one === null) continue;
    for (const [name, value] of Object.entries(one)) {
      found.add(`${path}${name}`);
      const inner = model.inner?.[name];
      if (inner === undefined) continue;
      for (const at of fieldsIn(value, inner, `${path}${name}.`)) found.add(at);
    }
  }
  return found;
}

/** The same answer as a proxy that records the path of every field that is read. */
export function noting<T>(answer: T, read: Set<string>, path = ''): T {
  if (typeof answer !== 'object' || answer === null) return answer;
  if (Array.isArray(answer)) {
    return answer.map((one: unknown) => noting(one, read, path)) as T;
  }
  return new Proxy(answer, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof name === 'symbol') return value;
      read.add(`${path}${name}`);
      return noting(value, read, `${path}${name}.`);
    },
  });
}
