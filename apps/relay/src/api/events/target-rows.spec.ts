import type { BridgeRecord } from '#bridge';
import type { BridgeTexts, LedgerRow } from '#event-buffer';
import { NOTHING } from '../../status/standing.js';
import { placeOf, type ShownBridge } from './bridge-outline.js';
import { groundsOf, rowsOfTarget, type BridgeView } from './target-rows.js';

const HOME = 'default/room';

function rowOf(bridge: string, more: Partial<LedgerRow> = {}): LedgerRow {
  return { ...NOTHING, target: HOME, bridge, ...more };
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

function viewOf(all: readonly ShownBridge[], texts: Partial<BridgeTexts> = {}): BridgeView {
  const placed = all.map((one) => [one.record.name, { one, target: placeOf(one) }] as const);
  const none = new Map<string, string>();
  return {
    at: 1000,
    texts: { leases: none, sources: none, heard: none, ...texts },
    withLane: false,
    areTwo: false,
    shown: new Map(placed),
  };
}

function rows(ledger: readonly LedgerRow[], all: readonly ShownBridge[], target = HOME) {
  const own = all.filter((one) => placeOf(one) === target).map(({ record: { name } }) => name);
  return rowsOfTarget(target, ledger, own, viewOf(all));
}

describe('rowsOfTarget', () => {
  it('shows the platform and room of each bridge, and no key that may hold a secret', () => {
    const source = { type: 'twitch-irc', channel: 'shop', token: 'secret', code: 'secret' };
    const [row] = rows([rowOf('a')], [shown('a', source)]);
    const about = { wanted: 'running', origin: 'api', revision: 1 };
    const record = { platform: 'twitch-irc', place: 'shop', ...about };
    expect(row!.record).toEqual(record);
  });

  it('has a row for a bridge without events, with the state of its source', () => {
    const one = shown('a', { type: 'push' });
    expect(rows([], [one])).toMatchObject([{ bridge: 'a', target: HOME, source: 'unheld' }]);
    const leases = new Map([['a', '1:2000:process']]);
    const sources = new Map([['a', JSON.stringify({ state: 'ready', since: 7 })]]);
    const view = viewOf([one], { leases, sources });
    const held = { heldBy: 'process', source: 'ready', sourceSince: 7 };
    expect(rowsOfTarget(HOME, [], ['a'], view)).toMatchObject([held]);
    const note = { state: 'ready', since: 7, target: 'default/of-others' };
    const elsewhere = viewOf([one], { leases, sources: new Map([['a', JSON.stringify(note)]]) });
    const had = { source: 'unheld', sourceRefused: expect.stringContaining('default/of-others') };
    expect(rowsOfTarget(HOME, [], ['a'], elsewhere)).toMatchObject([had]);
  });

  it('keeps the row of a removed bridge only while its events wait', () => {
    const ledger = [
      rowOf('gone'),
      rowOf('waits', { waiting: 3 }),
      rowOf('dead', { deadLettered: 1 }),
    ];
    expect(rows(ledger, []).map(({ bridge }) => bridge)).toEqual(['waits', 'dead']);
  });

  it("counts at a bridge's former target only the events that wait there", () => {
    const all = [shown('a', { type: 'push' })];
    const left = { target: 'default/old' };
    expect(rows([rowOf('a', left)], all, left.target)).toEqual([]);
    const [former] = rows([rowOf('a', { ...left, waiting: 1 })], all, left.target);
    expect(former).toMatchObject({ bridge: 'a', target: left.target });
    expect(former).not.toHaveProperty('record');
    expect(rows([], all)).toMatchObject([{ bridge: 'a', target: HOME }]);
  });

  it('shows no place or platform that is not a text, and bounds its length', () => {
    const odd = shown('a', { type: 7, channel: { x: 1 }, roomId: 'x'.repeat(999) });
    expect(rows([], [odd])[0]!.record).toMatchObject({ platform: '', place: 'x'.repeat(64) });
  });
});

describe('groundsOf', () => {
  it('stay equal while a lease is only renewed, and change once it has ended', () => {
    const all = [shown('a', { type: 'push' })];
    const grounds = (endsAt: number) => {
      return groundsOf(['a'], viewOf(all, { leases: new Map([['a', `1:${endsAt}:process`]]) }));
    };
    expect(grounds(2000)).toEqual(grounds(4000));
    expect(grounds(999)).not.toEqual(grounds(2000));
  });

  it('change with the note of a source, and with the record', () => {
    const one = shown('a', { type: 'push' });
    const said = (text: string) => {
      return groundsOf(['a'], viewOf([one], { sources: new Map([['a', text]]) }));
    };
    expect(said('1')).not.toEqual(said('2'));
    const paused = shown('a', { type: 'push' }, { wanted: 'paused' });
    expect(groundsOf(['a'], viewOf([paused]))).not.toEqual(groundsOf(['a'], viewOf([one])));
  });
});
