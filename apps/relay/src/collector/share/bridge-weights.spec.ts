import { BridgeWeights } from './bridge-weights.js';

describe('BridgeWeights', () => {
  it('are unknown at first, then events a second plus a constant', () => {
    const weights = new BridgeWeights();
    expect(weights.measure('main', 1000, 0)).toBeUndefined();
    expect(weights.measure('main', 1100, 10_000)).toBeUndefined();
    expect(weights.measure('main', 1200, 20_000)).toBe(15);
  });

  it('are told again only after a change of a fifth, and follow within two minutes', () => {
    const weights = new BridgeWeights();
    const told: number[] = [];
    let received = 0;
    for (let second = 0; second <= 400; second += 2) {
      const weight = weights.measure('main', received, second * 1000);
      if (weight !== undefined) told.push(weight);
      received += second < 200 ? 20 : 60;
    }
    expect(told[0]).toBe(15);
    expect(told.length).toBeLessThanOrEqual(5);
    expect(told.at(-1)).toBeGreaterThan(28);
    expect(told.at(-1)).toBeLessThanOrEqual(35);
  });

  it('are measured for all that are held, and begin anew for a bridge that was not held in between', () => {
    const weights = new BridgeWeights();
    const both = [
      ['main', 0],
      ['other', 0],
    ] as const;
    expect(weights.measureAll(both, 0)).toEqual(new Map());
    expect(weights.measureAll([['main', 200]], 20_000)).toEqual(new Map([['main', 15]]));
    expect(weights.measureAll(both, 40_000).has('other')).toBe(false);
    expect(weights.measureAll(both, 60_000).get('other')).toBe(5);
  });

  it('begin anew for a bridge that is held again', () => {
    const weights = new BridgeWeights();
    weights.measure('main', 0, 0);
    weights.measure('main', 100, 20_000);
    weights.forget('main');
    expect(weights.measure('main', 100, 30_000)).toBeUndefined();
    expect(weights.measure('main', 100, 50_000)).toBe(5);
  });
});
