import { OneByOne } from './one-by-one.js';

describe('work that is done one after the other', () => {
  it('fails at once where what it waits for fails, and is done where it comes later', async () => {
    const line = new OneByOne();
    const done: string[] = [];
    const work = (name: string, outcome?: Error) => async (): Promise<void> => {
      done.push(name);
      if (outcome !== undefined) throw outcome;
    };
    const away = new Error('away');
    const results = await Promise.allSettled([
      line.run(work('first')),
      line.run(work('fails', away)),
      line.run(work('waits')),
      line.run(work('waits, too')),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ]);
    await line.run(work('comes later'));
    expect(done).toEqual(['first', 'fails', 'comes later']);
  });
});
