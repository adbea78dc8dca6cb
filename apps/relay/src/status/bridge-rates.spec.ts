import { bridgeRates } from './bridge-rates.js';
import type { BridgeStatus, RelayStatus, TargetStatus } from './relay-status.js';

const COUNTS = { received: 0, reported: 0, deadLettered: 0, waiting: 0, unaccounted: 0 };

function bridge(name: string, fields: Partial<BridgeStatus> = {}): BridgeStatus {
  return { ...COUNTS, dropped: {}, bridge: name, target: 'p/r', source: 'ready', ...fields };
}

function look(
  at: number,
  bridges: BridgeStatus[],
  target: Partial<TargetStatus> = {},
): RelayStatus {
  const control = { revision: 0, state: 'running' } as const;
  const totals = { ...COUNTS, dropped: {} };
  const targets = [{ target: 'p/r', state: 'idle', waiting: 0, failures: 0, control, ...target }];
  return { at, totals, processes: [], missingRoles: [], targets, bridges };
}

/** The troubles of a bridge, whose source and target are so. */
function troublesOf(source: string, target: Partial<TargetStatus>): readonly string[] {
  const now = look(1000, [bridge('a', { source })], target);
  return bridgeRates(look(0, []), now, 'trouble')[0]!.troubles;
}

describe('a row of top', () => {
  it('shows the events a second between two looks', () => {
    const before = look(0, [bridge('a', { received: 10, reported: 5, dropped: { blocked: 1 } })]);
    const fields = { received: 30, reported: 15, dropped: { blocked: 2, expired: 3 }, waiting: 9 };
    const now = look(2000, [bridge('a', fields)], { oldestAgeMs: 700 });
    expect(bridgeRates(before, now, 'rate')).toEqual([
      {
        bridge: 'a',
        target: 'p/r',
        source: 'ready',
        received: 10,
        reported: 5,
        dropped: 2,
        waiting: 9,
        oldestAgeMs: 700,
        troubles: [],
      },
    ]);
  });

  it('shows no rate for a new bridge, or one whose counts began anew', () => {
    const before = look(0, [bridge('a', { received: 10 })]);
    const now = look(1000, [bridge('a', { received: 1 }), bridge('b', { received: 7 })]);
    expect(bridgeRates(before, now, 'rate').map(({ received }) => received)).toEqual([0, 0]);
  });

  it('tells that the second of two connections is lost', () => {
    const second = { source: 'backoff', reason: 'closed' };
    const now = look(1000, [bridge('a', { second }), bridge('b', { second: { source: 'ready' } })]);
    expect(bridgeRates(now, now, 'trouble').map(({ troubles }) => troubles)).toEqual([
      ['second connection backoff: closed'],
      [],
    ]);
  });

  it('sorts by trouble, by rate or by wait', () => {
    const before = look(
      0,
      ['calm', 'busy', 'lost'].map((name) => bridge(name)),
    );
    const lost = { source: 'reconnecting', sourceReason: 'timeout', waiting: 3 };
    const now = look(
      1000,
      [bridge('calm'), bridge('busy', { received: 100 }), bridge('lost', lost)],
      { oldestAgeMs: 5000 },
    );
    const namesBy = (order: 'trouble' | 'rate' | 'age') =>
      bridgeRates(before, now, order).map(({ bridge: name }) => name);
    expect(namesBy('trouble')).toEqual(['lost', 'busy', 'calm']);
    expect(namesBy('rate')).toEqual(['busy', 'lost', 'calm']);
    expect(namesBy('age')).toEqual(['lost', 'busy', 'calm']);
    expect(bridgeRates(before, now, 'trouble')[0]!.troubles).toEqual([
      'source reconnecting: timeout',
    ]);
  });

  it('takes a source that has yet to connect for no trouble, until an attempt has failed', () => {
    const rates = bridgeRates(
      look(0, []),
      look(1000, [
        bridge('a', { source: 'connecting' }),
        bridge('b', { source: 'connecting', sourceReason: 'closed' }),
      ]),
      'trouble',
    );
    expect(rates.map(({ bridge: name, troubles }) => [name, troubles])).toEqual([
      ['b', ['source connecting: closed']],
      ['a', []],
    ]);
  });

  it('names a target that is paused, fails or has no room, and a source that is refused or deaf', () => {
    const before = look(0, []);
    const deaf = bridge('a', { source: 'deaf', sourceDeaf: 'silent' });
    const refused = bridge('b', {
      source: 'reconnecting',
      sourceRefused: 'The token has expired.',
    });
    const now = look(1000, [deaf, refused], { state: 'paused', pausedReason: 'unauthorized' });
    const rates = bridgeRates(before, now, 'trouble');
    expect(rates.map(({ troubles }) => troubles)).toEqual([
      ['hears nothing: silent', 'target paused: unauthorized'],
      ['The token has expired.', 'target paused: unauthorized'],
    ]);
  });

  it('says that reports fail, and not of those of a live job that is over', () => {
    const failing = 'server-error';
    expect(troublesOf('ready', { failing })).toEqual(['reports fail: server-error']);
    expect(troublesOf('idle', { failing, waiting: 1 })).toEqual(['reports fail: server-error']);
    expect(troublesOf('ready', { failing, state: 'no-job', waiting: 1 })).toEqual([]);
    expect(troublesOf('idle', { failing })).toEqual([]);
  });

  it('says that a person holds or has paused a target, and what ends it', () => {
    const looks = (['held', 'paused'] as const).map((state) => {
      const control = { state, revision: 1, by: 'command line' };
      const shown = { state: state === 'held' ? 'idle' : 'paused', control };
      return bridgeRates(look(0, []), look(1000, [bridge('a')], shown), 'trouble')[0]!.troubles;
    });
    expect(looks).toEqual([
      ['target held by command line: only gifts are reported, until live-relay targets resume p/r'],
      ['target paused by command line, until live-relay targets resume p/r'],
    ]);
  });
});
