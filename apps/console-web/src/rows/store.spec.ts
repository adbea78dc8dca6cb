import type { BridgeStatus, StatusChange, TargetStatus } from '../api/contract.js';
import { hear, link, rowOf, rowsNamed } from './store.js';

const NOTHING = {
  received: 0,
  reported: 0,
  deadLettered: 0,
  waiting: 0,
  dropped: {},
  unaccounted: 0,
};

const TARGET = 'default/r1';
const KEY = `shop ${TARGET}`;
const target = { target: TARGET, state: 'idle', waiting: 0, failures: 0 } as TargetStatus;
const bridge = { target: TARGET, bridge: 'shop', source: 'ready', ...NOTHING } as BridgeStatus;

function change(changed: Partial<StatusChange>): void {
  const removed = { targets: [], bridges: [] };
  const none = { totals: NOTHING, missingRoles: [], targets: [], bridges: [], leftOut: 0 };
  hear({ kind: 'changed', change: { at: 2, ...none, removed, ...changed } });
}

describe('hear', () => {
  it('says that the relay does not answer, also if it never has', () => {
    expect(link.value).toBe('loading');
    hear({ kind: 'closed' });
    expect(link.value).toBe('unreached');
    hear({ kind: 'open' });
    expect(link.value).toBe('loading');
    const rest = { totals: NOTHING, processes: [], missingRoles: [], targets: [], bridges: [] };
    hear({ kind: 'snapshot', status: { at: 1, ...rest } });
    expect(link.value).toBe('live');
    hear({ kind: 'lost' });
    expect(link.value).toBe('lost');
  });

  it('shows nothing of a target that has gone, while its bridge is there', () => {
    change({ targets: [target], bridges: [bridge] });
    expect(rowOf(KEY)!.target.value).toBe(target);
    change({ removed: { targets: [TARGET], bridges: [] } });
    expect(rowOf(KEY)!.target.value).toBeUndefined();
    change({ removed: { targets: [], bridges: [bridge] } });
  });

  it('gives the row of a bridge where it is now before that of a room that it has left', () => {
    const record = { platform: 'push', wanted: 'running', origin: 'api', revision: 2 } as const;
    const former = { ...bridge, deadLettered: 1 };
    const here = { ...bridge, target: 'default/r2', record };
    change({ bridges: [former, here] });
    expect(rowsNamed('shop').map(({ key }) => key)).toEqual(['shop default/r2', KEY]);
    change({ removed: { targets: [], bridges: [former, here] } });
  });

  it.each(['the bridge', 'the target'])(
    'keeps nothing of rooms that have gone, %s first',
    (first) => {
      change({ targets: [target], bridges: [bridge] });
      const before = rowOf(KEY)!.target;
      const gone = [
        { targets: [], bridges: [bridge] },
        { targets: [TARGET], bridges: [] },
      ];
      for (const removed of first === 'the bridge' ? gone : gone.toReversed()) change({ removed });
      expect([rowOf(KEY), rowsNamed('shop')]).toEqual([undefined, []]);
      change({ targets: [target], bridges: [bridge] });
      expect(rowOf(KEY)!.target).not.toBe(before);
      expect(rowOf(KEY)!.target.value).toBe(target);
    },
  );
});
