import type { BridgeRecord } from '#bridge';
import type { BridgeStatus, RelayStatus } from '../../status/relay-status.js';
import { withRecords, type ShownBridge } from './recorded-status.js';

const TOTALS = {
  received: 0,
  reported: 0,
  deadLettered: 0,
  waiting: 0,
  dropped: {},
  unaccounted: 0,
};

function statusOf(...bridges: BridgeStatus[]): RelayStatus {
  return { at: 1, totals: TOTALS, processes: [], missingRoles: [], targets: [], bridges };
}

function rowOf(bridge: string, more: Partial<BridgeStatus> = {}): BridgeStatus {
  return { ...TOTALS, target: 'default/room', bridge, source: 'ready', ...more };
}

function shown(name: string, source: object, more: Partial<BridgeRecord> = {}): ShownBridge {
  const about = {
    revision: 1,
    origin: 'api',
    changedAt: 1,
    changedBy: 'x',
    wanted: 'running',
  } as const;
  const record = { ...about, name, spec: { name, source: source as never }, ...more };
  const target = { project: 'default', roomId: 'room', jobId: 'auto' } as never;
  return { record, config: { target } as never, problems: [] };
}

describe('withRecords', () => {
  it('shows the platform and room of each bridge, and no key that may hold a secret', () => {
    const source = { type: 'twitch-irc', channel: 'shop', token: 'secret', code: 'secret' };
    const [row] = withRecords(statusOf(rowOf('a')), [shown('a', source)]).bridges;
    const record = { platform: 'twitch-irc', place: 'shop', wanted: 'running', origin: 'api' };
    expect(row!.record).toEqual(record);
  });

  it('has a row for a bridge without events so far', () => {
    const { bridges } = withRecords(statusOf(), [shown('a', { type: 'push' })]);
    expect(bridges).toMatchObject([{ bridge: 'a', target: 'default/room', source: 'unheld' }]);
  });

  it('keeps the row of a removed bridge only while its events wait', () => {
    const rows = [
      rowOf('gone'),
      rowOf('waits', { waiting: 3 }),
      rowOf('dead', { deadLettered: 1 }),
    ];
    expect(withRecords(statusOf(...rows), []).bridges.map(({ bridge }) => bridge)).toEqual([
      'waits',
      'dead',
    ]);
  });

  it("counts at a bridge's former target only the events that wait there", () => {
    const left = rowOf('a', { target: 'default/old' });
    const one = [shown('a', { type: 'push' })];
    expect(withRecords(statusOf(left), one).bridges.map(({ target }) => target)).toEqual([
      'default/room',
    ]);
    const waits = { ...left, waiting: 1 };
    expect(withRecords(statusOf(waits), one).bridges).toHaveLength(2);
  });

  it('shows no place or platform that is not a text, and bounds its length', () => {
    const odd = shown('a', { type: 7, channel: { x: 1 }, roomId: 'x'.repeat(999) });
    const [row] = withRecords(statusOf(), [odd]).bridges;
    expect(row!.record).toMatchObject({ platform: '', place: 'x'.repeat(64) });
  });
});
