import type { BridgeStatus, TargetStatus } from '../api/contract.js';
import { isHearing, verdictOf, type Verdict } from './verdict.js';

const target: TargetStatus = {
  target: 'default/room',
  state: 'idle',
  waiting: 0,
  failures: 0,
  control: { state: 'running', revision: 0 },
};
const bridge: BridgeStatus = {
  target: 'default/room',
  bridge: 'shop',
  received: 10,
  reported: 10,
  dropped: {},
  deadLettered: 0,
  waiting: 0,
  unaccounted: 0,
  source: 'ready',
  sourceHears: 'hears',
  record: { platform: 'push', wanted: 'running', origin: 'api', revision: 1 },
};

const once = (why?: string) => ({ level: 'notice', code: 'heard-once', why });

describe('verdictOf', () => {
  it.each([
    [undefined, 'hears', 'well'],
    [20, 'hears', 'well'],
    [21, 'answers-late', 'notice'],
    [1000, 'answers-late', 'notice'],
  ])('of a room where %s answers wait is %s', (answersWaiting, code, level) => {
    expect(verdictOf(bridge, { ...target, answersWaiting }, [])).toMatchObject({ code, level });
  });

  it('does not flip while the number of waiting answers varies around the threshold', () => {
    let before: Verdict | undefined;
    const told = [19, 21, 20, 22, 19, 11, 10, 12, 20, 21].map((answersWaiting) => {
      before = verdictOf(bridge, { ...target, answersWaiting }, [], before);
      return before.code === 'answers-late' ? 'late' : 'well';
    });
    expect(told.join(' ')).toBe('well late late late late late well well well late');
  });

  it('is trouble where reports fail, and not for those of a live job that is over', () => {
    const failed = { ...target, failures: 3, failing: 'server-error' };
    const rests = { ...bridge, source: 'idle' };
    const waits = { ...failed, state: 'no-job', waiting: 1 };
    expect(verdictOf(bridge, failed, [])).toMatchObject({ level: 'trouble', code: 'failing' });
    expect(verdictOf(rests, { ...failed, waiting: 1 }, [])).toMatchObject({ code: 'failing' });
    expect(verdictOf(bridge, waits, [])).toMatchObject({ level: 'notice', code: 'no-job' });
    expect(verdictOf(rests, failed, [])).toMatchObject({ level: 'rest', code: 'resting' });
  });

  it('says of a bridge that is not heard why, where another process has one of its name', () => {
    const unheld = { ...bridge, source: 'unheld' };
    expect(verdictOf(unheld, target, [])).toEqual({ level: 'notice', code: 'unheld' });
    const [sourceRefused, sourceRefusedZh] = ['Give it a redis.prefix.', '请设置 redis.prefix。'];
    const [detail, detailZh] = [sourceRefused, sourceRefusedZh];
    const taken = { ...unheld, sourceRefused, sourceRefusedZh };
    const told = { level: 'trouble', code: 'elsewhere', detail, detailZh };
    expect(verdictOf(taken, target, [])).toEqual(told);
  });

  it('takes a bridge with two connections for heard while one of them is, and says why the other is not', () => {
    const well = { source: 'ready', hears: 'hears' };
    const told = (fields: Partial<BridgeStatus>) => verdictOf({ ...bridge, ...fields }, target, []);
    expect(told({ second: well })).toMatchObject({ level: 'well', code: 'hears' });
    expect(told({ second: { source: 'backoff', reason: 'closed' } })).toEqual(once('closed'));
    expect(told({ second: { source: 'unheld' } })).toEqual(once());
    const first = { source: 'backoff', sourceReason: 'silence', sourceRefused: 'No.' };
    expect(told({ ...first, second: well })).toEqual(once('silence'));
    expect(isHearing({ ...bridge, ...first, second: well }, [])).toBe(true);
    const both = { ...first, second: { source: 'backoff' } };
    expect(told(both)).toMatchObject({ level: 'trouble', code: 'refused' });
    expect(isHearing({ ...bridge, ...both }, [])).toBe(false);
    // Its holder, of an earlier version, does not tell how it is connected.
    const untold = { ...first, second: { source: 'unknown' } };
    expect(told(untold)).toMatchObject({ level: 'trouble', code: 'refused' });
    expect(isHearing({ ...bridge, ...untold }, [])).toBe(false);
    const rests = { source: 'idle', second: { source: 'backoff' } };
    expect(told(rests)).toMatchObject({ level: 'rest', code: 'resting' });
    // It is so of all, and told elsewhere.
    expect(told({ second: { source: 'alone' } })).toMatchObject({ code: 'hears' });
  });

  it('ranks waiting answers above missing gifts and dead letters, and below worse troubles', () => {
    const late = { ...target, answersWaiting: 400 };
    const refused = { ...bridge, deadLettered: 4, sourceWayOut: 'Give it a login.' };
    expect(verdictOf(refused, late, [])).toMatchObject({ code: 'answers-late', count: 400 });
    expect(verdictOf({ ...bridge, source: 'backoff' }, late, [])).toMatchObject({
      code: 'disconnected',
    });
    expect(verdictOf(bridge, { ...late, state: 'no-room' }, [])).toMatchObject({
      code: 'no-room',
    });
  });
});

describe('isHearing', () => {
  it.each([
    ['hears', {}, true],
    ['is quiet', { sourceHears: 'quiet' }, true],
    ['has dead letters', { deadLettered: 4 }, true],
    ['hears no gifts', { sourceWayOut: 'Give it a login.' }, true],
    ['takes what is pushed', { source: 'pushed' }, true],
    ['is pushed to by nobody', { source: 'pushed', sourceHears: 'away' }, false],
    ['heard nothing yet', { source: 'unheard', sourceHears: 'unheard' }, false],
    ['is deaf', { source: 'deaf' }, false],
    ['connects', { source: 'connecting' }, false],
    ['rests', { source: 'idle' }, false],
    ['is paused', { record: { ...bridge.record!, wanted: 'paused' } }, false],
    ['was taken away', { record: undefined }, false],
  ] as const)('of a bridge that %s is %s', (_, fields, heard) => {
    expect(isHearing({ ...bridge, ...fields }, [])).toBe(heard);
  });
});
