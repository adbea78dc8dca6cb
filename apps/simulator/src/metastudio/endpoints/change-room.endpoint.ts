import { randomUUID } from 'node:crypto';

import { invalidParameter, REFUSALS, type Answer, type Refusal } from '../answer.js';
import { isRecord, readJson } from '../json.js';
import type { LiveRoom, LiveRooms } from '../rooms/live-rooms.js';
import { roomDetails } from '../rooms/room-record.js';

/** The fields of the SDKs' CreateSmartLiveRoomReq, which UpdateSmartLiveRoom takes, too. */
const OBJECTS = [
  'play_policy',
  'video_config',
  'live_event_callback_config',
  'rtc_callback_config',
  'review_config',
  'shared_config',
  'co_streamer_config',
  'interaction_config',
];
const LISTS = [
  'scene_scripts',
  'interaction_rules',
  'output_urls',
  'stream_keys',
  'backup_model_asset_ids',
  'relation_live_platform_info',
];
const TEXT_LENGTHS: Readonly<Record<string, number>> = {
  room_name: 256,
  room_description: 1024,
  priv_data: 8192,
};
const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  room_type: ['NORMAL', 'TEMP', 'TEMPLATE'],
  view_mode: ['LANDSCAPE', 'VERTICAL'],
};

/** CreateSmartLiveRoom: a room that nothing runs in. */
export function createRoom(body: Buffer, rooms: LiveRooms, now: number): Answer | Refusal {
  const said = readRoom(body);
  if ('code' in said) return said;
  const room = rooms.create(randomUUID(), now);
  if (room === undefined) return invalidParameter('too many rooms');
  change(room, said.fields, now);
  return { status: 200, body: { room_id: room.roomId } };
}

/** UpdateSmartLiveRoom. */
export function updateRoom(body: Buffer, room: LiveRoom, now: number): Answer | Refusal {
  const said = readRoom(body);
  if ('code' in said) return said;
  change(room, said.fields, now);
  return { status: 200, body: roomDetails(room) };
}

/** DeleteSmartLiveRoom: not while something runs in it. */
export function deleteRoom(room: LiveRoom, rooms: LiveRooms): Answer | Refusal {
  if (rooms.running(room) !== undefined) return REFUSALS.jobState;
  rooms.remove(room);
  return { status: 200, body: {} };
}

/** ConfirmSmartLiveRoom. */
export function confirmRoom(body: Buffer, room: LiveRoom, now: number): Answer | Refusal {
  const said = readJson(body);
  if (!isRecord(said)) return REFUSALS.badJson;
  const { action, script_version: version, ...others } = said;
  if (Object.keys(others).length > 0) return invalidParameter('unknown field in the body');
  if (action !== 'confirm' && action !== 'reject') return invalidParameter('action');
  if (version !== undefined && typeof version !== 'string') {
    return invalidParameter('script_version');
  }
  room.confirmState = action === 'confirm' ? 'CONFIRMED' : 'REJECT';
  room.updatedAt = now;
  return { status: 200, body: {} };
}

function change(room: LiveRoom, fields: Readonly<Record<string, unknown>>, now: number): void {
  const { room_name: name, interaction_rules: rules, ...others } = fields;
  room.roomName = String(name);
  if (rules !== undefined) room.rules = rules as readonly object[];
  room.fields = { ...room.fields, ...others };
  room.updatedAt = now;
}

function readRoom(body: Buffer): { readonly fields: Record<string, unknown> } | Refusal {
  const fields = readJson(body);
  if (!isRecord(fields)) return REFUSALS.badJson;
  if (typeof fields['room_name'] !== 'string' || fields['room_name'] === '') {
    return invalidParameter('room_name');
  }
  for (const [name, value] of Object.entries(fields)) {
    const problem = fieldProblem(name, value);
    if (problem !== undefined) return invalidParameter(problem);
  }
  return { fields };
}

function fieldProblem(name: string, value: unknown): string | undefined {
  const length = TEXT_LENGTHS[name];
  if (length !== undefined) {
    return typeof value === 'string' && value.length <= length ? undefined : name;
  }
  const choices = CHOICES[name];
  if (choices !== undefined) return choices.includes(value) ? undefined : name;
  if (OBJECTS.includes(name)) return isRecord(value) ? undefined : name;
  if (!LISTS.includes(name)) return 'unknown field in the body';
  const isRules = name === 'interaction_rules';
  return Array.isArray(value) && (!isRules || value.every(isRecord)) ? undefined : name;
}
