import type { BridgeStatus, RelayStatus, TargetStatus } from '../status/relay-status.js';
import { isNewLoss, troublesOf } from './troubles-of.js';

const BRIDGE: BridgeStatus = {
  bridge: 'shop',
  target: 'default/room',
  received: 10,
  reported: 10,
  deadLettered: 0,
  waiting: 0,
  dropped: {},
  unaccounted: 0,
  source: 'ready',
};
const TARGET: TargetStatus = {
  target: 'default/room',
  state: 'idle',
  waiting: 0,
  failures: 0,
  control: { revision: 0, state: 'running' },
};
const ALL = new Map([['shop', 'default/room']]);
const NONE: ReadonlyMap<string, string> = new Map();
const [NOW, DAY_MS] = [1_800_000_000_000, 86_400_000];

function status(
  bridge: Partial<BridgeStatus> = {},
  target: Partial<TargetStatus> = {},
): RelayStatus {
  const { bridge: _, target: __, ...totals } = BRIDGE;
  return {
    at: 0,
    totals,
    processes: [],
    missingRoles: [],
    bridges: [{ ...BRIDGE, ...bridge }],
    targets: [{ ...TARGET, ...target }],
  };
}

const kindsOf = (now: RelayStatus, before?: RelayStatus): string[] =>
  troublesOf(now, before, ALL).map(({ kind }) => kind);

const lostOf = (count: number) => status({ dropped: { lost_in_redis: count } });

describe('troublesOf', () => {
  it.each(['handshaking', 'backoff', 'unheld'])('takes a source that is %s for lost', (source) =>
    expect(kindsOf(status({ source }))).toEqual(['source-lost']),
  );

  it('takes one that waits for its turn to connect for lost once that takes long', () => {
    const waits = { source: 'connecting', sourceSince: NOW };
    const told = (at: number, more = {}) =>
      troublesOf({ ...status({ ...waits, ...more }), at }, undefined, ALL);
    expect(told(NOW + 299_999)).toEqual([]);
    expect(told(NOW + 300_000)).toMatchObject([{ kind: 'source-lost', reason: 'turn' }]);
    // It was connected, or an attempt has failed.
    expect(told(NOW, { sourceReason: 'closed' })).toMatchObject([{ reason: 'closed' }]);
  });

  it('takes one that is not connected since nobody can tell whether its room is live for lost', () => {
    const doubted = { source: 'idle', sourceRefused: 'MetaStudio cannot be asked.' };
    expect(troublesOf(status(doubted), undefined, ALL)).toMatchObject([
      { kind: 'source-lost', about: 'shop', wayOut: 'MetaStudio cannot be asked.' },
    ]);
  });

  it.each(['ready', 'pushed', 'idle', 'closing', 'stopped', 'unknown'])(
    'finds nothing wrong with a source that is %s',
    (source) => expect(kindsOf(status({ source }))).toEqual([]),
  );

  it('takes a bridge for heard once where one of its two connections is lost, and says why', () => {
    const troubles = (bridge: Partial<BridgeStatus>) =>
      troublesOf({ ...status(bridge), at: NOW }, undefined, ALL);
    const once = { kind: 'redundancy-lost', about: 'shop' };
    const well = { source: 'ready' };
    const lost = { source: 'backoff', reason: 'closed' };
    expect(troubles({ second: well })).toEqual([]);
    expect(troubles({ second: lost })).toMatchObject([{ ...once, reason: 'closed' }]);
    const first = { source: 'backoff', sourceReason: 'silence' };
    expect(troubles({ ...first, second: well })).toMatchObject([{ ...once, reason: 'silence' }]);
    const deaf = { source: 'deaf', sourceDeaf: 'silent' };
    expect(troubles({ ...deaf, second: well })).toMatchObject([{ ...once, reason: 'silent' }]);
    const free = troubles({ second: { source: 'unheld' } });
    expect(free).toMatchObject([{ ...once, wayOutZh: expect.any(String) as string }]);
    expect(troubles({ second: { source: 'connecting' } })).toMatchObject([{ reason: 'turn' }]);
    // Nobody hears the room.
    expect(troubles({ ...first, second: lost })).toMatchObject([{ kind: 'source-lost' }]);
    // Its holder, of an earlier version, does not tell how it is connected.
    const untold = troubles({ ...first, second: { source: 'unknown' } });
    expect(untold).toMatchObject([{ kind: 'source-lost' }]);
    for (const source of ['unknown', 'stopped', 'idle', 'unheard']) {
      expect(troubles({ second: { source } })).toEqual([]);
    }
    expect(troubles({ second: lost, sourceRoom: 'ended', sourceRoomSince: NOW })).toEqual([]);
    expect(troubles({ source: 'idle', second: lost })).toEqual([]);
  });

  it('tells once of all bridges that one collector alone runs, though two are to hold them', () => {
    const alone = status({ second: { source: 'alone' } });
    const bridges = [...alone.bridges, { ...BRIDGE, bridge: 'other', second: { source: 'alone' } }];
    const all = new Map([...ALL, ['other', 'default/room']]);
    expect(troublesOf({ ...alone, bridges }, undefined, all)).toMatchObject([
      { kind: 'redundancy-lost', about: '' },
    ]);
    const lost = status({ source: 'backoff', second: { source: 'alone' } });
    expect(kindsOf(lost)).toEqual(['source-lost', 'redundancy-lost']);
  });

  it('tells why a source is deaf, and what to do', () => {
    const deaf = { source: 'deaf', sourceDeaf: 'silent', sourceWayOut: 'Ask for it.' };
    expect(troublesOf(status(deaf), undefined, ALL)).toEqual([
      { kind: 'source-deaf', about: 'shop', reason: 'silent', wayOut: 'Ask for it.' },
    ]);
  });

  it('says nothing of a source whose room has ended, or that waits for its job', () => {
    const lost = { source: 'backoff' };
    const ended = { sourceRoom: 'ended', sourceRoomSince: NOW - 600_000 };
    expect(kindsOf({ ...status({ ...lost, ...ended }), at: NOW })).toEqual([]);
    const deaf = { source: 'deaf', sourceDeaf: 'room-ended', ...ended };
    expect(kindsOf({ ...status(deaf), at: NOW + DAY_MS })).toEqual([]);
    // The tool of the next stream may not run.
    expect(kindsOf({ ...status({ ...lost, ...ended }), at: NOW + DAY_MS })).toEqual([
      'source-lost',
    ]);
    expect(kindsOf(status(lost, { state: 'no-job' }))).toEqual([]);
    const gone = kindsOf(status(lost, { state: 'paused', pausedReason: 'job-gone' }));
    expect(gone).toEqual(['target-paused']);
  });

  it('tells of reports that fail and of targets that are paused, unless an operator paused them', () => {
    const failing = { state: 'retry', waiting: 1, failures: 3, failing: 'reset' };
    expect(kindsOf(status({}, failing))).toEqual(['reports-failing']);
    const paused = { state: 'paused', pausedReason: 'forbidden', failures: 3 };
    expect(kindsOf(status({}, paused))).toEqual(['target-paused']);
    const wanted = { revision: 1, state: 'paused' } as const;
    expect(kindsOf(status({}, { state: 'paused', control: wanted }))).toEqual([]);
  });

  it('says nothing of earlier failures where the room is not live, or of few where nothing waits', () => {
    const failed = { waiting: 2, failures: 3, failing: 'server-error' };
    expect(kindsOf(status({}, { ...failed, state: 'no-job' }))).toEqual([]);
    const left = { ...failed, state: 'idle', waiting: 0 };
    expect(kindsOf(status({}, { ...left, failures: 2 }))).toEqual([]);
    // Of a quiet room whose reports are not sent again each one may have failed.
    expect(kindsOf(status({}, left))).toEqual(['reports-failing']);
  });

  it('tells that a room is missing which a bridge needs, and what to do', () => {
    const missing = status({}, { state: 'no-room' });
    const [trouble, ...more] = troublesOf(missing, undefined, ALL);
    expect(more).toEqual([]);
    const told = { kind: 'reports-failing', about: 'default/room', reason: 'no-room' };
    expect(trouble).toMatchObject({ ...told, bridges: ['shop'] });
    expect([trouble!.wayOut, trouble!.wayOutZh]).toEqual([
      expect.stringContaining('live-relay rooms'),
      expect.stringContaining('live-relay rooms'),
    ]);
    const moved = new Map([['shop', 'default/other']]);
    for (const bridges of [moved, NONE])
      expect(troublesOf(missing, undefined, bridges)).toEqual([]);
  });

  it('names the bridges of a target, and the way out of what pauses it', () => {
    const paused = { state: 'paused', pausedReason: 'wrong-endpoint' };
    expect(troublesOf(status({}, paused), undefined, ALL)).toEqual([
      expect.objectContaining({
        about: 'default/room',
        bridges: ['shop'],
        wayOut: expect.stringContaining('endpoint') as string,
      }),
    ]);
  });

  it('tells of events shed now, not of earlier ones or those a filter dropped', () => {
    const before = status({ dropped: { shed_chat: 5, superseded: 1 } });
    expect(kindsOf(before)).toEqual([]);
    expect(kindsOf(status({ dropped: { shed_chat: 5, superseded: 9 } }), before)).toEqual([]);
    const now = status({ dropped: { shed_chat: 9, spill_paid: 1 } });
    expect(troublesOf(now, before, ALL)).toEqual([
      { kind: 'shedding', about: 'shop', reason: 'shed_chat', events: 5 },
    ]);
  });

  it('leaves out removed bridges, and tells of a role that no process has', () => {
    const unheld = status({ source: 'unheld' });
    expect(troublesOf(unheld, undefined, NONE)).toEqual([]);
    expect(kindsOf({ ...status(), missingRoles: ['reporter'] })).toEqual(['role-missing']);
  });

  it('tells what Redis has lost since a moment ago, and that it has lost all that it held', () => {
    expect(kindsOf(lostOf(5))).toEqual([]);
    expect(kindsOf(lostOf(5), lostOf(5))).toEqual([]);
    expect(troublesOf(lostOf(5), lostOf(2), ALL)).toEqual([
      { kind: 'events-lost', about: 'shop', reason: 'lost_in_redis', events: 3 },
    ]);
    const all = [{ kind: 'events-lost', about: '' }];
    expect(troublesOf(status(), undefined, ALL, true)).toEqual(all);
  });
});

describe('isNewLoss', () => {
  const HOUR_MS = 3_600_000;

  it('tells each loss once, also where the clock of Redis is set back', () => {
    expect(isNewLoss(NOW, 0, NOW)).toBe(true);
    expect(isNewLoss(NOW, NOW - HOUR_MS, NOW)).toBe(true);
    expect(isNewLoss(NOW, NOW, NOW)).toBe(false);
    expect(isNewLoss(NOW, NOW, NOW - HOUR_MS)).toBe(false);
    expect(isNewLoss(0, NOW, NOW)).toBe(false);
  });

  it('tells who begins to look of one of just now alone', () => {
    expect(isNewLoss(NOW - 3000, undefined, NOW)).toBe(true);
    for (const at of [0, NOW - 60_000, NOW + HOUR_MS])
      expect(isNewLoss(at, undefined, NOW)).toBe(false);
  });
});
