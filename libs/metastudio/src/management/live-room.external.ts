/**
 * MetaStudio's wire shapes of rooms and jobs, as far as they are read. Every field is unknown until
 * it was looked at: the vendor adds, drops and retypes them. What the SDKs' models have besides
 * stands in `test/metastudio/support/sdk-models.ts`, by name.
 *
 * @see https://support.huaweicloud.com/api-metastudio/ListSmartLiveRooms.html
 */
export interface RoomListExternal {
  readonly count?: unknown;
  readonly smart_live_rooms?: unknown;
}

/** What the listed room and the shown one have in common. */
export interface RoomBaseExternal {
  readonly room_id?: unknown;
  readonly room_name?: unknown;
  readonly room_type?: unknown;
  readonly room_state?: unknown;
  readonly view_mode?: unknown;
  readonly error_info?: unknown;
  readonly shared_config?: unknown;
  readonly room_description?: unknown;
  readonly cover_url?: unknown;
  readonly thumbnail?: unknown;
  readonly create_time?: unknown;
  readonly update_time?: unknown;
  readonly priv_data?: unknown;
  readonly confirm_state?: unknown;
}

/** SmartLiveRoomBaseInfo of the SDKs. */
export interface LiveRoomExternal extends RoomBaseExternal {
  readonly project_id?: unknown;
  readonly model_infos?: unknown;
  readonly last_job_start_time?: unknown;
  readonly last_job_end_time?: unknown;
  readonly last_job_status?: unknown;
}

/** ShowSmartLiveRoomResponse of the SDKs, of which more is not read. */
export interface LiveRoomDetailsExternal extends RoomBaseExternal {
  readonly script_version?: unknown;
  readonly interaction_rules?: unknown;
  readonly output_urls?: unknown;
  readonly stream_keys?: unknown;
  readonly live_event_callback_config?: unknown;
}

export interface InteractionRuleExternal {
  readonly rule_index?: unknown;
  readonly rule_name?: unknown;
  readonly enabled?: unknown;
  readonly event_type?: unknown;
}

export interface ErrorInfoExternal {
  readonly error_code?: unknown;
  readonly error_msg?: unknown;
}

export interface SharedConfigExternal {
  readonly shared_type?: unknown;
  readonly shared_state?: unknown;
  readonly expire_time?: unknown;
  readonly allowed_project_ids?: unknown;
}

export interface ModelInfoExternal {
  readonly model_asset_id?: unknown;
  readonly asset_name?: unknown;
  readonly backup_model_asset_ids?: unknown;
}

export interface JobListExternal {
  readonly count?: unknown;
  readonly smart_live_jobs?: unknown;
}

export interface LiveJobExternal {
  readonly job_id?: unknown;
  readonly room_id?: unknown;
  readonly room_name?: unknown;
  readonly state?: unknown;
  readonly duration?: unknown;
  readonly stream_duration?: unknown;
  readonly start_time?: unknown;
  readonly end_time?: unknown;
  readonly create_time?: unknown;
  readonly lastupdate_time?: unknown;
  readonly error_info?: unknown;
  readonly block_reason?: unknown;
  readonly cover_url?: unknown;
  readonly live_event_report_url?: unknown;
  readonly live_event_callback_config?: unknown;
  readonly rtc_room_info?: unknown;
  readonly relation_live_platform_info?: unknown;
  readonly used_resource_type?: unknown;
}

export interface EventCallbackExternal {
  readonly live_event_type_callback_url?: unknown;
  readonly auth_type?: unknown;
  readonly key?: unknown;
  readonly callback_event_type?: unknown;
}

export interface RtcRoomExternal {
  readonly app_id?: unknown;
  readonly room_id?: unknown;
  readonly users?: unknown;
}

export interface RtcUserExternal {
  readonly user_type?: unknown;
  readonly user_id?: unknown;
  readonly signature?: unknown;
}

export interface PlatformExternal {
  readonly platform_id?: unknown;
  readonly platform?: unknown;
  readonly account?: unknown;
  readonly live_id?: unknown;
}

export interface LiveWarningsExternal {
  readonly live_warning_info?: unknown;
}

export interface LiveWarningExternal {
  readonly warning_type?: unknown;
}
