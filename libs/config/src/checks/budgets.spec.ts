import { budgetWords, tightBudgets, type SourceBudget } from './budgets.js';

interface Options {
  readonly token?: string;
}

const SOCKETS = { name: 'sockets', max: 3, what: 'sockets of one user', isHard: true };
const CHANNELS = { name: 'channels', max: 10, what: 'channels of one user', isHard: false };
const SOURCES = new Map<string, ReturnType<typeof typeOf>>([
  ['chat', typeOf(({ token = '' }) => [{ ...CHANNELS, owner: token }])],
  [
    'events',
    typeOf(({ token = '' }) => [
      { ...SOCKETS, owner: token },
      { ...CHANNELS, owner: token },
    ]),
  ],
  ['free', typeOf(() => [])],
]);

function typeOf(budgets: (options: Options) => SourceBudget[]) {
  return { Options: Object, budgets };
}

function bridgesOf(type: string, count: number, token: string) {
  return Array.from({ length: count }, (_, i) => ({
    name: `${type}-${token}-${i}`,
    source: { type, options: { token } },
  }));
}

function told(...bridges: ReturnType<typeof bridgesOf>): string[] {
  return tightBudgets(bridges as never, SOURCES).map(budgetWords);
}

describe('the budgets of platforms', () => {
  it('warn when nearly full, when full, and when exceeded', () => {
    expect(told(...bridgesOf('events', 2, 'a'))).toEqual([]);
    expect(told(...bridgesOf('events', 3, 'a'))).toEqual([
      'is number 3 of at most 3 sockets of one user: no more will do',
    ]);
    expect(told(...bridgesOf('chat', 7, 'a'))).toEqual([]);
    expect(told(...bridgesOf('chat', 8, 'a'))).toEqual([
      'is number 8 of at most 10 channels of one user: few more will do',
    ]);
    expect(told(...bridgesOf('chat', 11, 'a'))).toEqual([
      'is number 11 of at most 10 channels of one user: the platform may refuse it; give some bridges another credential',
    ]);
  });

  it('are counted by what each source uses of them', () => {
    const subscriptions = { name: 's', max: 300, uses: 2, what: 'subscriptions', isHard: true };
    const sources = new Map([['two', typeOf(() => [{ ...subscriptions, owner: 'a' }])]]);
    const toldOf = (count: number) =>
      tightBudgets(bridgesOf('two', count, 'a') as never, sources).map(budgetWords);
    expect(toldOf(119)).toEqual([]);
    expect(toldOf(120)).toEqual([
      'is bridge 120, and 240 are used of at most 300 subscriptions: few more will do',
    ]);
    expect(toldOf(150)[0]).toContain('no more will do');
    expect(toldOf(151)[0]).toContain('the platform refuses it');
  });

  it('are counted per account or address over all source types, without showing it', () => {
    const both = [...bridgesOf('events', 2, 'secret'), ...bridgesOf('chat', 7, 'secret')];
    expect(told(...both, ...bridgesOf('chat', 7, 'other'), ...bridgesOf('free', 50, 'x'))).toEqual([
      'is number 9 of at most 10 channels of one user: few more will do',
    ]);
    expect(told(...both).join(' ')).not.toContain('secret');
  });
});
