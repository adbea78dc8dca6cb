import { WantedLeases } from './wanted-leases.js';

function wanted(...pairs: readonly (readonly [string, number])[]): WantedLeases {
  const leases = new WantedLeases();
  for (const [bridge, epoch] of pairs) leases.set(bridge, epoch);
  return leases;
}

function never(): number {
  throw new Error('all are held');
}

describe('the leases that a collector wants', () => {
  it('are asked for by the same question until one of them changes', () => {
    const leases = wanted(['a', 1], ['b', 2]);
    const first = leases.asked(never);
    expect(leases.asked(never)).toBe(first);
    leases.set('b', 3);
    const second = leases.asked(never);
    expect(second?.packed).not.toEqual(first?.packed);
    expect(second?.before).toEqual(
      new Map([
        ['a', 1],
        ['b', 3],
      ]),
    );
    expect(first?.before.get('b')).toBe(2);
    expect(leases.delete('b')).toBe(true);
    expect(leases.asked(never)?.before).toEqual(new Map([['a', 1]]));
    leases.clear();
    expect(leases.asked(never)).toBeUndefined();
  });

  it('are asked for as it is wished each time, where one is not held', () => {
    const leases = wanted(['a', 1], ['b', 0]);
    const asked: string[] = [];
    const asksFor = (bridge: string): number => {
      asked.push(bridge);
      return asked.length === 1 ? -1 : 0;
    };
    const [first, second] = [leases.asked(asksFor), leases.asked(asksFor)];
    expect(asked).toEqual(['b', 'b']);
    expect(first?.packed).not.toEqual(second?.packed);
  });
});
