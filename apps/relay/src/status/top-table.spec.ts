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
});
