import type { BridgeRates } from './bridge-rates.js';
import type { RelayStatus } from './relay-status.js';
import { topTable } from './top-table.js';

/** The first line of a picture of a number of bridges. */
function headOf(count: number): string {
  const bridges = Array.from({ length: count }, () => ({})) as unknown as RelayStatus['bridges'];
  return topTable({ missingRoles: [], bridges }, [], { limit: 10 })[0]!;
}

describe('topTable', () => {
  it.each([
    [0, '0 bridges, 0 in trouble'],
    [1, '1 bridge, 0 in trouble'],
    [2, '2 bridges, 0 in trouble'],
  ])('counts %d as a person would', (count, words) => {
    expect(headOf(count)).toMatch(new RegExp(`^${words}; a second: `, 'u'));
  });

  it.each([
    ['beside it', 'x'],
    ['below it', 'a reason that is longer than what is free beside its bridge, and goes below it'],
  ])('fits the height of a terminal, with the trouble of each bridge %s', (_, trouble) => {
    const rates = Array.from({ length: 50 }, (__, i) => troubled(`shop-${i}`, trouble));
    const bridges = rates as unknown as RelayStatus['bridges'];
    const height = 24;
    const lines = topTable({ missingRoles: ['reporter'], bridges }, rates, { height });
    // The cursor is on the line below.
    expect(lines.length).toBeLessThan(height);
    expect(lines.length).toBeGreaterThan(height - 4);
    const shown = lines.filter((line) => line.startsWith('shop-')).length;
    expect(lines.at(-1)).toBe(`… and ${50 - shown} more`);
    const one = topTable({ missingRoles: [], bridges }, rates, { height: 2 });
    expect(one.filter((line) => line.startsWith('shop-'))).toHaveLength(1);
  });
});

function troubled(bridge: string, trouble: string): BridgeRates {
  const none = { received: 0, reported: 0, dropped: 0, waiting: 0 };
  return { bridge, target: 'default/1', source: 'backoff', ...none, troubles: [trouble] };
}
