import {
  InvalidFilterError,
  jobQueryOf,
  rangeOf,
  roomQueryOf,
  type LiveRoomFilter,
} from './list-filter.js';

describe('roomQueryOf', () => {
  it('writes every filter by its name in the API', () => {
    const filter: Required<Omit<LiveRoomFilter, 'offset' | 'limit'>> = {
      roomName: '直播间 A+B',
      dhId: 'dh-1',
      modelName: '小华',
      liveState: ['WAITING', 'PROCESSING', 'NULL'],
      startTime: '2026-01-10T08:43:17Z',
      endTime: '2026-01-10T17:43:17.5+08:00',
      roomType: 'NORMAL',
      templateOwnType: 'SHARED_TO_OHTERS',
      confirmState: 'unconfirm',
    };
    expect(Object.fromEntries(roomQueryOf(filter))).toEqual({
      room_name: '直播间 A+B',
      dh_id: 'dh-1',
      model_name: '小华',
      live_state: 'WAITING,PROCESSING,NULL',
      start_time: '2026-01-10T08:43:17Z',
      end_time: '2026-01-10T17:43:17.5+08:00',
      room_type: 'NORMAL',
      template_own_type: 'SHARED_TO_OHTERS',
      confirm_state: 'unconfirm',
    });
  });

  it('leaves out filters that are not set', () => {
    expect(roomQueryOf({ roomName: undefined })).toEqual([]);
  });

  it('reports all problems at once, also of the page and the time window', () => {
    const filter = {
      roomName: '',
      liveState: ['PROCESSING', 'SUCCEED'],
      confirmState: 'CONFIRMED',
      startTime: '2026-01-11T00:00:00Z',
      endTime: '2026-01-10T00:00:00Z',
      offset: -1,
      limit: NaN,
    };
    expect(wrongIn(() => roomQueryOf(filter))).toEqual([
      'roomName must be 1 to 256 characters without control characters',
      'liveState must be words of WAITING, PROCESSING, SUCCESS, FAILED, CANCELED, NULL',
      'confirmState must be one of unconfirm, confirmed, reject',
      'endTime must not be before startTime',
      'offset must be a whole number from 0 to 2147483647',
      'limit must be a whole number from 1',
    ]);
  });

  it.each<[string, LiveRoomFilter]>([
    ['roomName', { roomName: '' }],
    ['roomName', { roomName: 'x'.repeat(257) }],
    ['modelName', { modelName: 'a\nb' }],
    ['liveState', { liveState: [] }],
    ['liveState', { liveState: ['WAITING,PROCESSING'] }],
    ['liveState', { liveState: ['PAUSED'] }],
    ['roomType', { roomType: '' }],
    ['roomType', { roomType: 'A&B' }],
    ['startTime', { startTime: '2026-01-10' }],
    ['startTime', { startTime: '2026-13-10T08:43:17Z' }],
    ['startTime', { startTime: '2026-02-30T08:43:17Z' }],
    ['endTime', { endTime: '2026-02-10T24:00:00Z' }],
    ['endTime', { endTime: 'yesterday' }],
  ])('refuses a wrong %s by its name, without its value', (field, filter) => {
    expect(() => roomQueryOf(filter)).toThrow(InvalidFilterError);
    expect(() => roomQueryOf(filter)).toThrow(`The filter ${field} must`);
  });
});

/** Everything that a check says of its filters. */
function wrongIn(check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof InvalidFilterError)) throw error;
    return [error, ...error.others].map(({ field, rule }) => `${field} ${rule}`);
  }
}

describe('jobQueryOf', () => {
  it('writes every filter by its name in the API', () => {
    const query = jobQueryOf({
      state: ['PROCESSING'],
      sortKey: 'create_time',
      sortDir: 'desc',
      createSince: '2026-01-10T08:43:17Z',
      createUntil: '2026-01-11T08:43:17Z',
      roomName: 'shop',
    });
    expect(Object.fromEntries(query)).toEqual({
      state: 'PROCESSING',
      sort_key: 'create_time',
      sort_dir: 'desc',
      create_since: '2026-01-10T08:43:17Z',
      create_until: '2026-01-11T08:43:17Z',
      room_name: 'shop',
    });
  });
});

describe('rangeOf', () => {
  it('defaults to everything from the start', () => {
    expect(rangeOf({})).toEqual({ offset: 0, limit: Infinity });
  });

  it.each([{ offset: -1 }, { offset: 2 ** 31 }, { offset: 0.5 }, { limit: 0 }, { limit: NaN }])(
    'refuses %j',
    (range) => {
      expect(() => rangeOf(range)).toThrow(InvalidFilterError);
    },
  );
});
