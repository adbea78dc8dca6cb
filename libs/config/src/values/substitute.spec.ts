import * as fc from 'fast-check';
import { ending } from '../../../../test/support/ending.js';
import { substitute } from './substitute.js';

const environment = { AK: 'ak', EMPTY: '', NESTED: '${AK}' };

describe('substitute', () => {
  it.each([
    ['${AK}', 'ak'],
    ['a-${AK}-${AK}', 'a-ak-ak'],
    ['${NONE:-default}', 'default'],
    ['${EMPTY:-default}', 'default'],
    ['${EMPTY}', ''],
    ['${AK:-default}', 'ak'],
    ['${NONE:-}', ''],
    ['$${AK}', '${AK}'],
    ['$$${AK}', '$${AK}'],
    ['$AK and {AK} and $', '$AK and {AK} and $'],
    ['${NESTED}', '${AK}'],
  ])('substitutes %s', (text, expected) => {
    expect(substitute(text, environment)).toMatchObject({ text: expected, malformed: false });
  });

  it('names the variables that are unset and have no default', () => {
    expect(substitute('${A} ${B:-b} ${C}', environment).unset).toEqual(['A', 'C']);
  });

  it('takes nothing from the prototype of the environment', () => {
    expect(substitute('${constructor}${__proto__}', environment).unset).toEqual([
      'constructor',
      '__proto__',
    ]);
  });

  it.each(['${', '${}', '${A', '${1A}', '${A B}', '${A-b}', '${A:b}', 'x${ A }'])(
    'says that %s is malformed',
    (text) => {
      expect(substitute(text, environment).malformed).toBe(true);
    },
  );

  it('goes over a text once, however many places begin in it that do not end', () => {
    const text = `\${AK}${'${A:-'.repeat(1_000_000)}`;
    const { variables, malformed } = ending(() => substitute(text, environment));
    expect({ variables, malformed }).toEqual({ variables: ['AK'], malformed: true });
    expect(substitute('${AK}${A:-b', environment).text).toBe('akA:-b');
    expect(substitute('${AK}$${A:-b', environment).text).toBe('ak${A:-b');
  });

  it('returns the value of a variable unchanged, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(substitute('<${V}>', { V: value }).text).toBe(`<${value}>`);
      }),
    );
  });
});
