import * as fc from 'fast-check';
import { parse as parseLossless } from 'lossless-json';
import { parseJson } from './parse-json.js';

/** What `parseJson` promises, by a parser of its own: slow, recursive, and exact. */
function oracle(text: string): unknown {
  return parseLossless(text, null, {
    parseNumber: (digits) => {
      const unsafe = /^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits));
      return unsafe ? digits : Number(digits);
    },
    onDuplicateKey: ({ newValue }) => newValue,
  });
}

describe('parseJson', () => {
  it('keeps an id beyond 2^53 as its digits', () => {
    expect(parseJson('{"MsgId":7301885484794450954}')).toEqual({ MsgId: '7301885484794450954' });
    expect(parseJson('[-9007199254740993, 18446744073709551615]')).toEqual([
      '-9007199254740993',
      '18446744073709551615',
    ]);
    expect(parseJson(' 7301885484794450954\n')).toBe('7301885484794450954');
  });

  it('keeps an integer of 16 digits as a number where that is exact', () => {
    expect(parseJson('[9007199254740991,9007199254740992,1700000000000000]')).toEqual([
      9007199254740991,
      '9007199254740992',
      1700000000000000,
    ]);
  });

  it('leaves fractions, exponents and the digits within texts as they are', () => {
    const text =
      '{"a":0.12345678901234567,"b":12345678901234567.5,"c":1e16,"d":12345678901234567e2,' +
      '"7301885484794450954":": 7301885484794450954,","e":"\\"n\\":7301885484794450954\\\\"}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('passes over one byte order mark before the document, and over none within', () => {
    expect(parseJson('\uFEFF{"id":7301885484794450954}')).toEqual({ id: '7301885484794450954' });
    expect(parseJson('\uFEFF7301885484794450954')).toBe('7301885484794450954');
    for (const text of ['\uFEFF\uFEFF{}', '{\uFEFF}', '\uFEFF']) {
      expect(parseJson(text)).toBeUndefined();
    }
  });

  it('finds the integer after texts full of quotes and backslashes', () => {
    const text = String.raw`{"a":"\\\"7301885484794450954\\","id":7301885484794450954}`;
    expect(parseJson(text)).toEqual({ a: '\\"7301885484794450954\\', id: '7301885484794450954' });
  });

  it.each([
    '',
    '{',
    '{7301885484794450954:1}',
    '{"a":1 7301885484794450954}',
    '[07301885484794450954]',
    '[--7301885484794450954]',
    '[+7301885484794450954]',
    '["unclosed, 7301885484794450954]',
    '[7301885484794450954',
    '7301885484794450954 7301885484794450954',
  ])('says that %j is not JSON', (text) => {
    expect(parseJson(text)).toBeUndefined();
  });

  it('parses nesting of any depth', () => {
    expect(parseJson('['.repeat(100_000))).toBeUndefined();
    expect(parseJson(`${'['.repeat(100_000)}7301885484794450954${']'.repeat(100_000)}`)).toEqual(
      expect.any(Array),
    );
  });

  it('makes __proto__ a key like any other', () => {
    const parsed = parseJson('{"__proto__":{"polluted":7301885484794450954}}') as object;
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(Object.hasOwn(parsed, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('agrees with an exact parser on documents full of large integers', () => {
    const integer = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        integer,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string({ unit: fc.constantFrom('"', '\\', '7301885484794450954', ':', ',', ' ', 'a') }),
        fc.boolean(),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(tree, fc.constantFrom('', ' ', '\n'), (value, blank) => {
        const text = written(value, blank);
        expect(parseJson(text)).toEqual(oracle(text));
      }),
      { numRuns: 500 },
    );
  });

  it('accepts exactly the texts that JSON.parse accepts', () => {
    const unit = fc.constantFrom(
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      ' ',
      '-',
      '1234567890123456789',
      '0',
      '.',
      'e',
      'a',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        expect(parseJson(text) === undefined).toBe(!isJson(text));
      }),
      { numRuns: 3000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON with integers of any size, and with blanks around them. */
function written(value: unknown, blank: string): string {
  if (typeof value === 'bigint') return `${blank}${value}${blank}`;
  if (Array.isArray(value)) return `[${value.map((item) => written(item, blank)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([key, field]) => `${JSON.stringify(key)}${blank}:${written(field, blank)}`,
  );
  return `{${fields.join(',')}}`;
}
