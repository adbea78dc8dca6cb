import { invalidParameter, type Answer, type Refusal } from '../answer.js';
import { isListOf, readListQuery, readTime, type ListQuery } from './list-query.js';
import type { JobState, LiveRoom, LiveRooms } from '../rooms/live-rooms.js';
import { roomRecord } from '../rooms/room-record.js';

const NAMES = [
  'room_name',
  'dh_id',
  'model_name',
  'live_state',
  'start_time',
  'end_time',
  'room_type',
  'template_own_type',
  'confirm_state',
];
/** The filter says SUCCESS where the record says SUCCEED. */
const LIVE_STATES = ['WAITING', 'PROCESSING', 'SUCCESS', 'FAILED', 'CANCELED', 'NULL'];
/** `live_state` alone is documented as a list. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  room_type: ['NORMAL', 'TEMP', 'TEMPLATE'],
  // The page prints two of them in another case than the SDKs.
  template_own_type: [
    'OWNED',
    'SHARED_TO_OHTERS',
    'SHARED_FROM_OHTERS',
    'PUBLIC',
    'Owned',
    'Public',
  ],
  confirm_state: ['unconfirm', 'confirmed', 'reject'],
};

/**
 * ListSmartLiveRooms. No room has models or is a template of others, so filters for them find none.
 *
 * @see https://support.huaweicloud.com/api-metastudio/ListSmartLiveRooms.html
 */
export function listRooms(query: string, rooms: LiveRooms, projectId: string): Answer | Refusal {
  const list = readListQuery(query, NAMES);
  if ('code' in list) return list;
  const problem = filterProblem(list.values);
  if (problem !== undefined) return invalidParameter(problem);
  const found = rooms.list().filter((room) => matches(room, list.values));
  const page = found.slice(list.offset, list.offset + list.limit);
  const records = page.map((room) => roomRecord(room, projectId));
  return { status: 200, body: { count: found.length, smart_live_rooms: records } };
}

function filterProblem(values: ListQuery): string | undefined {
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = values.get(name);
    if (value !== undefined && !choices.includes(value)) return name;
  }
  const states = values.get('live_state');
  if (states !== undefined && !isListOf(states, LIVE_STATES)) return 'live_state';
  for (const name of ['start_time', 'end_time']) {
    const value = values.get(name);
    if (value !== undefined && readTime(value) === undefined) return name;
  }
  return undefined;
}

function matches(room: LiveRoom, values: ListQuery): boolean {
  if (values.has('dh_id') || values.has('model_name')) return false;
  if (values.has('template_own_type')) return false;
  const { room_type: type = 'NORMAL' } = room.fields;
  if (values.has('room_type') && values.get('room_type') !== type) return false;
  const confirmed = values.get('confirm_state');
  if (confirmed !== undefined && confirmed.toUpperCase() !== room.confirmState) return false;
  if (!room.roomName.includes(values.get('room_name') ?? '')) return false;
  const last = room.jobs.at(-1);
  const states = values.get('live_state')?.split(',');
  if (states !== undefined && !states.includes(filterName(last?.state))) return false;
  const from = readTime(values.get('start_time') ?? '');
  const to = readTime(values.get('end_time') ?? '');
  if (from === undefined && to === undefined) return true;
  const startedAt = last?.startedAt;
  return startedAt !== undefined && startedAt >= (from ?? 0) && startedAt <= (to ?? Infinity);
}

function filterName(state: JobState | undefined): string {
  if (state === undefined) return 'NULL';
  return state === 'SUCCEED' ? 'SUCCESS' : state;
}
