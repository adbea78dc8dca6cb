import { assert, asyncProperty, integer, string, uniqueArray } from 'fast-check';
import { Rounds } from './rounds.js';

describe('rounds through many names', () => {
  it('each round has each name once, whatever its number of steps', async () => {
    const names = uniqueArray(string(), { maxLength: 50 });
    await assert(
      asyncProperty(names, integer({ min: 1, max: 12 }), async (all, steps) => {
        const rounds = new Rounds(async () => all, steps);
        for (let round = 0; round < 2; round++) {
          const seen: string[] = [];
          for (let step = 0; step < steps; step++) seen.push(...(await rounds.next()));
          expect(seen).toEqual(all);
        }
      }),
    );
  });

  it('a step whose names could not be read is repeated', async () => {
    const answers = [Promise.reject(new Error('away')), Promise.resolve(['a'])];
    const rounds = new Rounds(async () => answers.shift()!, 1);
    await expect(rounds.next()).rejects.toThrow('away');
    await expect(rounds.next()).resolves.toEqual(['a']);
  });

  it('a name added meanwhile is part of the next round', async () => {
    const names = ['a', 'b'];
    const rounds = new Rounds(async () => [...names], 2);
    expect(await rounds.next()).toEqual(['a']);
    names.push('c', 'd');
    expect(await rounds.next()).toEqual(['b']);
    expect(await rounds.next()).toEqual(['a', 'b']);
    expect(await rounds.next()).toEqual(['c', 'd']);
  });
});
