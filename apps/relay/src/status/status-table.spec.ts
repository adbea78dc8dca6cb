import type { BridgeStatus, RelayStatus, TargetStatus } from './relay-status.js';
import { statusTable } from './status-table.js';

const AT = Date.UTC(2026, 10, 27, 20, 0);
const ROOM = '24bad716-87b1-45e5-8912-6102f7693265';
const COUNTS = {
  received: 123_456_789,
  reported: 120_000_000,
  deadLettered: 12,
  waiting: 99_999,
  dropped: { expired: 3_356_778 },
  unaccounted: 0,
};

function bridge(name: string, fields: Partial<BridgeStatus> = {}): BridgeStatus {
  return { ...COUNTS, bridge: name, target: `default/${ROOM}`, source: 'ready', ...fields };
}

function target(name: string, fields: Partial<TargetStatus> = {}): TargetStatus {
  const control = { revision: 0, state: 'running' } as const;
  return { target: name, state: 'idle', waiting: 0, failures: 0, control, ...fields };
}

function status(fields: Partial<RelayStatus> = {}): RelayStatus {
  const process = { host: 'relay-7d9c6b5f4-x2x8k', pid: 17, version: '1.4.0', since: AT };
  return {
    at: AT,
    totals: COUNTS,
    processes: [{ ...process, id: 'p1', roles: ['collector', 'reporter', 'console'] }],
    missingRoles: [],
    bridges: [bridge('shop')],
    targets: [target(`default/${ROOM}`)],
    ...fields,
  };
}

const LONG = status({
  bridges: [
    bridge('a-shop-with-a-name-that-takes-sixty-four-characters-as-it-may-be-'),
    bridge('shop', {
      source: 'backoff',
      sourceRefused: 'The server answered the connection attempt with HTTP 403: check the token.',
      eventAt: AT - 3000,
      frameAt: AT - 1000,
    }),
  ],
  targets: [
    target(`a-project-with-a-long-name/${ROOM}/${ROOM.replace('2', '9')}`, {
      state: 'paused',
      waiting: 45_000,
      oldestAgeMs: 12_345,
      pausedReason: 'unauthorized',
      failures: 7,
      failing: 'server-error',
      liveJob: ROOM,
      nextAt: AT + 59_000,
    }),
  ],
});

describe('statusTable', () => {
  it('fits 80 columns without breaking an id, whatever it says', () => {
    const lines = statusTable(LONG);
    const tooWide = lines.filter((line) => line.length > 80);
    // The id of a pinned job alone is wider.
    expect(tooWide).toEqual([LONG.targets[0]!.target]);
    for (const id of [...LONG.bridges.map((one) => one.bridge), ROOM]) {
      expect(lines.join('\n')).toContain(id);
    }
  });

  it('shows no target as reporting if no reporter runs, and no empty table', () => {
    const targets = [target(`default/${ROOM}`, { state: 'reporting', waiting: 5 })];
    expect(statusTable(status({ targets })).join('\n')).toContain('  reporting  ');
    const alone = status({
      targets,
      processes: [],
      bridges: [],
      missingRoles: ['collector', 'reporter'],
    });
    const lines = statusTable(alone);
    expect(lines.find((line) => line.startsWith('default/'))).toMatch(/ {2}waiting {2}/u);
    expect(lines.filter((line) => /^(?:process|bridge|target) /u.test(line))).toHaveLength(1);
  });

  it('says why a target tries again also where no report failed: an event was refused', () => {
    const targets = [target(`default/${ROOM}`, { state: 'retry', waiting: 1, failing: 'refused' })];
    expect(statusTable(status({ targets })).join('\n')).toContain('is tried again (refused)');
  });

  it('cuts no text off', () => {
    const text = statusTable(LONG).join(' ').replaceAll(/\s+/gu, ' ');
    expect(text).toContain(LONG.bridges[1]!.sourceRefused);
    expect(text).toContain('unauthorized; 7 failures in a row (server-error); next in 59.0 s');
    expect(text).toContain('last event 3.0 s ago; last frame 1.0 s ago');
  });

  it('puts trouble first', () => {
    const bridges = [
      bridge('a'),
      bridge('b', { source: 'unheld' }),
      bridge('c', { unaccounted: 2 }),
    ];
    const targets = [
      target('default/a', { state: 'reporting', waiting: 3 }),
      target('default/b', { state: 'no-job' }),
      target('default/c', { state: 'no-room' }),
    ];
    const lines = statusTable(status({ bridges, targets }));
    const order = lines.map((line) => /^(?:default\/)?([abc]) /u.exec(line)?.[1] ?? '').join('');
    expect(order).toBe('cbacba');
  });

  it('says why a source is deaf, and not how its connection before this one ended', () => {
    const ended = { sourceReason: 'connect-failed', sourceDeaf: 'not-understood' } as const;
    const text = statusTable(
      status({ bridges: [bridge('shop', { source: 'deaf', ...ended })] }),
    ).join(' ');
    expect(text).toContain('not-understood');
    expect(text).not.toContain('connect-failed');
  });

  it('says of a source that it waits for its turn once it has not begun to connect for long', () => {
    const bridges = [
      { sourceSince: AT - 45_000 },
      { sourceSince: AT - 3000 },
      { sourceSince: AT - 50_000, sourceReason: 'closed' },
    ].map((fields, i) => bridge(`shop-${i}`, { source: 'connecting', ...fields }));
    const text = statusTable(status({ bridges })).join(' ').replaceAll(/\s+/gu, ' ');
    expect(text.match(/has waited .*? connect/gu)).toEqual([
      'has waited 45.0 s for its turn to connect',
    ]);
  });

  it('tells how the second of two connections fares, and first of those of which one is lost', () => {
    const bridges = [
      bridge('a', { second: { source: 'ready', reason: 'closed', frameAt: AT - 2000 } }),
      bridge('b', { second: { source: 'backoff', reason: 'connect-failed' } }),
    ];
    const lines = statusTable(status({ bridges }));
    const text = lines.join(' ').replaceAll(/\s+/gu, ' ');
    expect(text).toContain('second connection ready; its last frame 2.0 s ago');
    expect(text).toContain('second connection backoff: connect-failed');
    expect(lines.map((line) => /^([ab]) /u.exec(line)?.[1] ?? '').join('')).toBe('ba');
  });

  it('says once of all bridges that are to have two connections that one collector runs', () => {
    const second = { source: 'alone' };
    const bridges = [bridge('a', { second }), bridge('b', { second }), bridge('c')];
    const told = 'redundancy: 2 needs two collectors, and one runs: 2 bridges have one connection.';
    const text = statusTable(status({ bridges }), { width: 200 });
    expect(text[0]).toBe(told);
    expect(text.join(' ')).not.toContain('second connection');
    const none = statusTable(status({ bridges, missingRoles: ['collector'] }), { width: 200 });
    expect(none).not.toContain(told);
  });

  it('says how long a target has waited for its turn, and that the limit is why', () => {
    const waits = { state: 'rate', waiting: 9, turnSince: AT - 12_000, nextAt: AT + 4000 };
    const text = statusTable(status({ targets: [target('default/x', waits)] })).join(' ');
    expect(text.replaceAll(/\s+/gu, ' ')).toContain(
      'has waited 12.0 s for its turn: reportsPerSecond is why',
    );
    expect(text).not.toContain('next in');
  });

  it('says of a target that a person holds that only gifts go on, before those that are well', () => {
    const held = { control: { revision: 1, state: 'held', by: 'command line' } } as const;
    const lines = statusTable(
      status({ targets: [target('default/a'), target('default/b', held)] }),
    );
    const text = lines.join(' ').replaceAll(/\s+/gu, ' ');
    expect(text).toContain(
      'held by command line: only gifts are reported, until live-relay targets resume default/b',
    );
    expect(text.indexOf('default/b')).toBeLessThan(text.indexOf('default/a'));
  });

  it('tells a wrong room as wrong, and where to look', () => {
    const lines = statusTable(status({ targets: [target('default/x', { state: 'no-room' })] }));
    expect(lines.join('\n')).toMatch(/default\/x +no-room [^]*no such live room/u);
  });

  it('says first, in red on a terminal, that nothing collects or reports', () => {
    const without = status({ processes: [], missingRoles: ['collector', 'reporter'] });
    const lines = statusTable(without, { colored: true });
    expect(lines[0]).toContain('\u001B[31mNo collector runs');
    expect(lines[1]).toContain('\u001B[31mNo reporter runs');
  });

  it('writes no control codes where there are no colours, whatever a platform says', () => {
    const hostile = bridge('x', { source: 'backoff', sourceRefused: 'no\u001b[2J\r\u0007 more' });
    const lines = statusTable(status({ bridges: [hostile], missingRoles: ['reporter'] }));
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });

  it('tells which processes run, with their roles, since when, and their version', () => {
    const text = statusTable(status()).join('\n');
    expect(text).toMatch(/relay-7d9c6b5f4-x2x8k:17 +2026-11-27 20:00:00Z +1\.4\.0/u);
    expect(text).toContain('collector, reporter, console');
  });
});
