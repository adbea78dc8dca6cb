import { SpillBudget } from './spill-budget.js';

describe('SpillBudget', () => {
  it('sheds ambient events from half of its bytes on, chat from nine tenths, gifts last', () => {
    const budget = new SpillBudget(1000);
    const admitted = (): boolean[] =>
      (['ambient', 'chat', 'paid'] as const).map((one) => budget.admits(one));
    expect(admitted()).toEqual([true, true, true]);
    budget.take(500);
    expect(admitted()).toEqual([false, true, true]);
    budget.take(400);
    expect(admitted()).toEqual([false, false, true]);
    budget.take(100);
    expect(admitted()).toEqual([false, false, false]);
  });

  it('admits again what was given back', () => {
    const budget = new SpillBudget(1000);
    budget.take(1000);
    budget.giveBack(600);
    expect(budget.admits('ambient')).toBe(true);
  });
});
