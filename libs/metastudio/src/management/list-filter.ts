import type { OpenEnum } from './live-room.js';

interface PageFilter {
  /** How many to skip, 0 to 2147483647. */
  readonly offset?: number | undefined;
  /** How many to list at most, over all pages. Absent: all. */
  readonly limit?: number | undefined;
}

/**
 * Which live rooms to list. What is absent does not filter.
 *
 * @see https://support.huaweicloud.com/api-metastudio/ListSmartLiveRooms.html
 */
export interface LiveRoomFilter extends PageFilter {
  /** A part of the name. */
  readonly roomName?: string | undefined;
  /** The asset id of a virtual human. */
  readonly dhId?: string | undefined;
  /** A part of a virtual human's name. */
  readonly modelName?: string | undefined;
  /** Any of these. `NULL`: rooms that never had a job. The filter says `SUCCESS`, rooms `SUCCEED`. */
  readonly liveState?:
    | readonly OpenEnum<'WAITING' | 'PROCESSING' | 'SUCCESS' | 'FAILED' | 'CANCELED' | 'NULL'>[]
    | undefined;
  /** Of the newest job, RFC 3339. */
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
  readonly roomType?: OpenEnum<'NORMAL' | 'TEMP' | 'TEMPLATE'> | undefined;
  /** The misspelling is the API's. */
  readonly templateOwnType?:
    OpenEnum<'OWNED' | 'SHARED_TO_OHTERS' | 'SHARED_FROM_OHTERS' | 'PUBLIC'> | undefined;
  readonly confirmState?: OpenEnum<'unconfirm' | 'confirmed' | 'reject'> | undefined;
}

/** Which live jobs of a room to list. */
export interface RoomJobFilter extends PageFilter {
  /** Any of these. */
  readonly state?:
    readonly OpenEnum<'WAITING' | 'PROCESSING' | 'SUCCEED' | 'FAILED' | 'BLOCKED'>[] | undefined;
  readonly sortKey?: OpenEnum<'create_time' | 'update_time' | 'asset_order'> | undefined;
  /** The API's default is `asc`, the oldest first. */
  readonly sortDir?: 'asc' | 'desc' | undefined;
  /** RFC 3339. */
  readonly createSince?: string | undefined;
  readonly createUntil?: string | undefined;
}

/** Which live jobs of the project to list. */
export interface LiveJobFilter extends RoomJobFilter {
  /** A part of the room's name. */
  readonly roomName?: string | undefined;
}

/** A filter that the API would refuse or misread. Nothing was sent. */
export class InvalidFilterError extends Error {
  readonly code = 'RELAY_METASTUDIO_FILTER_INVALID';

  constructor(
    readonly field: string,
    readonly rule: string,
    /** The other fields that are wrong. */
    readonly others: readonly InvalidFilterError[] = [],
  ) {
    super(`The filter ${field} ${rule}.`);
    this.name = 'InvalidFilterError';
  }
}

/** The query of a rooms filter, without the page. @throws {InvalidFilterError} */
export function roomQueryOf(filter: LiveRoomFilter): [name: string, value: string][] {
  return checked([
    ['room_name', () => text('roomName', filter.roomName)],
    ['dh_id', () => text('dhId', filter.dhId)],
    ['model_name', () => text('modelName', filter.modelName)],
    ['live_state', () => words('liveState', filter.liveState)],
    ['start_time', () => time('startTime', filter.startTime)],
    ['end_time', () => time('endTime', filter.endTime)],
    ['room_type', () => word('roomType', filter.roomType)],
    ['template_own_type', () => word('templateOwnType', filter.templateOwnType)],
    ['confirm_state', () => word('confirmState', filter.confirmState)],
  ]);
}

/** The query of a jobs filter, without the page. @throws {InvalidFilterError} */
export function jobQueryOf(filter: LiveJobFilter): [name: string, value: string][] {
  return checked([
    ['state', () => words('state', filter.state)],
    ['sort_key', () => word('sortKey', filter.sortKey)],
    ['sort_dir', () => word('sortDir', filter.sortDir)],
    ['create_since', () => time('createSince', filter.createSince)],
    ['create_until', () => time('createUntil', filter.createUntil)],
    ['room_name', () => text('roomName', filter.roomName)],
  ]);
}

/** Where a listing starts and how much it gives. @throws {InvalidFilterError} */
export function rangeOf({ offset = 0, limit = Infinity }: PageFilter): {
  readonly offset: number;
  readonly limit: number;
} {
  if (!Number.isInteger(offset) || offset < 0 || offset > OFFSET_MAX) {
    throw new InvalidFilterError('offset', `must be a whole number from 0 to ${OFFSET_MAX}`);
  }
  if (limit !== Infinity && (!Number.isInteger(limit) || limit < 1)) {
    throw new InvalidFilterError('limit', 'must be a whole number from 1');
  }
  return { offset, limit };
}

/** MetaStudio's largest offset. */
export const OFFSET_MAX = 2_147_483_647;

type Query = readonly (readonly [name: string, value: () => string | undefined])[];

/** Looks at every field before it says that one is wrong: all that are wrong are told at once. */
function checked(query: Query): [string, string][] {
  const pairs: [string, string][] = [];
  const wrong: InvalidFilterError[] = [];
  for (const [name, value] of query) {
    try {
      const written = value();
      if (written !== undefined) pairs.push([name, written]);
    } catch (error) {
      if (!(error instanceof InvalidFilterError)) throw error;
      wrong.push(error);
    }
  }
  const [first, ...others] = wrong;
  if (first !== undefined) throw new InvalidFilterError(first.field, first.rule, others);
  return pairs;
}

function text(field: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value === '' || value.length > TEXT_LENGTH_MAX || /\p{Cc}/u.test(value)) {
    const rule = `must be 1 to ${TEXT_LENGTH_MAX} characters without control characters`;
    throw new InvalidFilterError(field, rule);
  }
  return value;
}

/** Words that the vendor may add are let through, as long as they are words. */
function word(field: string, value: string | undefined): string | undefined {
  if (value !== undefined && !/^[A-Za-z_]{1,64}$/u.test(value)) {
    throw new InvalidFilterError(field, 'must be a word of letters and underscores');
  }
  return value;
}

function words(field: string, values: readonly string[] | undefined): string | undefined {
  if (values === undefined) return undefined;
  if (values.length === 0 || values.length > WORDS_MAX) {
    throw new InvalidFilterError(field, `must hold 1 to ${WORDS_MAX} words`);
  }
  return values.map((value) => word(field, value)).join(',');
}

function time(field: string, value: string | undefined): string | undefined {
  if (value !== undefined && (!RFC3339.test(value) || Number.isNaN(Date.parse(value)))) {
    throw new InvalidFilterError(field, 'must be an RFC 3339 time like 2026-01-10T08:43:17Z');
  }
  return value;
}

const TEXT_LENGTH_MAX = 256;
const WORDS_MAX = 16;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/u;
