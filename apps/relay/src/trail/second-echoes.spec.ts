import * as fc from 'fast-check';
import { ending } from '../../../../test/support/ending.js';
import { withoutEchoes } from './second-echoes.js';

type Row = Parameters<typeof withoutEchoes>[0][number];

const row = (at: number, isSecond: boolean, reason = isSecond ? 'duplicate' : '', text = 'hi') => {
  const words: Row['words'] = ['u', 'Ann', text];
  return { event: { bridge: 'shop', at, type: 'comment' }, words, reason, isSecond };
};

describe('withoutEchoes', () => {
  it('leaves out what the second dropped and the first has told, once for each of these', () => {
    const [first, other] = [row(1000, false), row(9000, false)];
    const [echo, repeat] = [row(3000, true), row(3100, true)];
    expect(withoutEchoes([first, echo, repeat, other])).toEqual([first, repeat, other]);
  });

  it('leaves out what the second dropped where the first tells how it is reported', () => {
    const words: Row['words'] = ['u', 'Ann ★', 'hi', { r: ['Ann', 'hi'] }];
    const first: Row = { ...row(1000, false), words };
    const echo: Row = { ...row(3000, true), words: ['u', 'Ann ★', 'hi'] };
    expect(withoutEchoes([first, echo])).toEqual([first]);
  });

  it('keeps what the first told of long before, what it never told, and what was not dropped', () => {
    const all = [
      row(1000, false),
      row(6001, true),
      row(1000, true, 'duplicate', 'else'),
      row(1000, true, ''),
    ];
    expect(withoutEchoes(all)).toEqual(all);
  });

  it('leaves out as many as the first has told within five seconds, in whatever order they stand', () => {
    const times = fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 20 });
    fc.assert(
      fc.property(times, times, (firsts, seconds) => {
        const rows = [...seconds.map((at) => row(at, true)), ...firsts.map((at) => row(at, false))];
        const left = withoutEchoes(rows);
        const echoes = Math.min(firsts.length, seconds.length);
        expect(left).toHaveLength(rows.length - echoes);
        expect(left.filter(({ isSecond }) => !isSecond)).toHaveLength(firsts.length);
      }),
    );
  });

  it('ends soon where one viewer says the same without end, and each copy hears another part of it', () => {
    const firsts = Array.from({ length: 200_000 }, (_, i) => row(i, false));
    const seconds = Array.from({ length: 200_000 }, (_, i) => row(300_000 + i, true));
    expect(ending(() => withoutEchoes([...firsts, ...seconds]))).toHaveLength(400_000);
  });
});
