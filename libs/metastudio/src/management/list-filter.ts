interface PageFilter {
  /** How many to skip, 0 to 2147483647. */
  readonly offset?: number | undefined;
  /** How many to list at most, over all pages. Absent: all. */
  readonly limit?: number | undefined;
}

/**
 * Which live rooms to list. Absent fields do not filter. The words that a filter accepts are {@link
 * WORDS}; any text is accepted here, so that a wrong one is reported beside the others.
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
  readonly liveState?: readonly string[] | undefined;
  /** Of the newest job, RFC 3339. */
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
  readonly roomType?: string | undefined;
  /** The misspelling in two of its words is the API's. */
  readonly templateOwnType?: string | undefined;
  readonly confirmState?: string | undefined;
}

/** Which live jobs of a room to list. */
export interface RoomJobFilter extends PageFilter {
  /** Any of these. */
  readonly state?: readonly string[] | undefined;
  readonly sortKey?: string | undefined;
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
    ...windowOf('startTime', filter.startTime, 'endTime', filter.endTime),
    ...pageOf(filter),
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
    ...windowOf('createSince', filter.createSince, 'createUntil', filter.createUntil),
    ...pageOf(filter),
  ]);
}

/** The start and length of a listing. @throws {InvalidFilterError} */
export function rangeOf(filter: PageFilter): { readonly offset: number; readonly limit: number } {
  checked(pageOf(filter));
  const { offset = 0, limit = Infinity } = filter;
  return { offset, limit };
}

/** Runs every check before it reports a failure: all problems are reported together. */
export function checkFilters(checks: readonly (() => unknown)[]): void {
  const wrong: InvalidFilterError[] = [];
  for (const check of checks) {
    try {
      check();
    } catch (error) {
      if (!(error instanceof InvalidFilterError)) throw error;
      wrong.push(error, ...error.others);
    }
  }
  const [first, ...others] = wrong;
  if (first !== undefined) throw new InvalidFilterError(first.field, first.rule, others);
}

/** MetaStudio's largest offset. */
export const OFFSET_MAX = 2_147_483_647;

type Query = readonly (readonly [name: string, value: () => string | undefined])[];

function checked(query: Query): [string, string][] {
  const pairs: [string, string][] = [];
  checkFilters(
    query.map(([name, value]) => () => {
      const written = value();
      if (written !== undefined) pairs.push([name, written]);
    }),
  );
  return pairs;
}

/** Checks of the page, which is no part of the query. */
function pageOf({ offset = 0, limit = Infinity }: PageFilter): Query {
  const offsetIsRight = Number.isInteger(offset) && offset >= 0 && offset <= OFFSET_MAX;
  const limitIsRight = limit === Infinity || (Number.isInteger(limit) && limit >= 1);
  return [
    [
      'offset',
      () => must('offset', offsetIsRight, `must be a whole number from 0 to ${OFFSET_MAX}`),
    ],
    ['limit', () => must('limit', limitIsRight, 'must be a whole number from 1')],
  ];
}

function must(field: string, isRight: boolean, rule: string): undefined {
  if (!isRight) throw new InvalidFilterError(field, rule);
}

/** A window that ends before it begins finds nothing, which looks like a valid answer. */
function windowOf(
  since: string,
  from: string | undefined,
  until: string,
  to: string | undefined,
): Query {
  const isReversed = Date.parse(from ?? '') > Date.parse(to ?? '');
  return [[until, () => must(until, !isReversed, `must not be before ${since}`)]];
}

function text(field: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value === '' || value.length > TEXT_LENGTH_MAX || /\p{Cc}/u.test(value)) {
    const rule = `must be 1 to ${TEXT_LENGTH_MAX} characters without control characters`;
    throw new InvalidFilterError(field, rule);
  }
  return value;
}

/** The API refuses other words, or ignores them: they are not sent. */
function word(field: keyof typeof WORDS, value: string | undefined): string | undefined {
  const known: readonly string[] = WORDS[field];
  if (value !== undefined && !known.includes(value)) {
    throw new InvalidFilterError(field, `must be one of ${known.join(', ')}`);
  }
  return value;
}

function words(
  field: 'liveState' | 'state',
  values: readonly string[] | undefined,
): string | undefined {
  if (values === undefined) return undefined;
  const known: readonly string[] = WORDS[field];
  if (values.length === 0 || !values.every((value) => known.includes(value))) {
    throw new InvalidFilterError(field, `must be words of ${known.join(', ')}`);
  }
  return [...new Set(values)].join(',');
}

function time(field: string, value: string | undefined): string | undefined {
  if (value !== undefined && !isTime(value)) {
    throw new InvalidFilterError(field, 'must be an RFC 3339 time like 2026-01-10T08:43:17Z');
  }
  return value;
}

function isTime(value: string): boolean {
  const [, day] = RFC3339.exec(value) ?? [];
  if (day === undefined || Number.isNaN(Date.parse(value))) return false;
  // Date takes the 30th of February for a day of March.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

const TEXT_LENGTH_MAX = 256;
const RFC3339 = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/u;

/** The words that the API's pages and the SDKs' models list. */
const WORDS = {
  liveState: ['WAITING', 'PROCESSING', 'SUCCESS', 'FAILED', 'CANCELED', 'NULL'],
  roomType: ['NORMAL', 'TEMP', 'TEMPLATE'],
  templateOwnType: ['OWNED', 'SHARED_TO_OHTERS', 'SHARED_FROM_OHTERS', 'PUBLIC'],
  confirmState: ['unconfirm', 'confirmed', 'reject'],
  state: ['WAITING', 'PROCESSING', 'SUCCEED', 'FAILED', 'BLOCKED'],
  sortKey: ['create_time', 'update_time', 'asset_order'],
  sortDir: ['asc', 'desc'],
} as const;
