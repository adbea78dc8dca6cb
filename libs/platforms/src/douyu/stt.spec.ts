import * as fc from 'fast-check';
import { readStt, STT_FIELDS_MAX, typeOf, writeStt } from './stt.js';

describe('readStt', () => {
  it('reads fields, and values that hold messages of their own', () => {
    const message = 'type@=chatmsg/txt@=1@S2 @A home/el@=eid@AA=1@ASsc@AA=1@AS@S/nn@=/';
    expect([...readStt(message)]).toEqual([
      ['type', 'chatmsg'],
      ['txt', '1/2 @ home'],
      ['el', 'eid@A=1@Ssc@A=1@S/'],
      ['nn', ''],
    ]);
  });

  it('decodes @AS in whatever order of escapes', () => {
    expect(readStt('a@=@AS/').get('a')).toBe('@S');
    expect(readStt('a@=@SA@A/').get('a')).toBe('/A@');
  });

  it('skips text that is no field, and keeps the first of equal names', () => {
    expect([...readStt('x/y/a@=1//b@=2@=3/a@=4/z')]).toEqual([
      ['a', '1'],
      ['b', '2@=3'],
    ]);
    expect([...readStt('/'.repeat(100_000))]).toEqual([]);
    expect(readStt('__proto__@=x/').get('__proto__')).toBe('x');
  });

  it('reads no more fields than the limit', () => {
    const many = Array.from({ length: STT_FIELDS_MAX + 100 }, (_, at) => `k${at}@=v/`).join('');
    expect(readStt(many).size).toBe(STT_FIELDS_MAX);
  });

  it('reads any text as it was written', () => {
    const text = fc.string({ unit: fc.constantFrom('@', '/', 'A', 'S', '=', 'é', '😀') });
    const name = fc.string({ unit: fc.constantFrom('@', '/', 'A', 'x'), minLength: 1 });
    fc.assert(
      fc.property(fc.dictionary(name, text), (fields) => {
        expect(Object.fromEntries(readStt(writeStt(fields)))).toEqual({ ...fields });
      }),
    );
  });
});

describe('typeOf', () => {
  it.each([
    ['type@=mrkl/', 'mrkl'],
    ['type@=mrkl', 'mrkl'],
    ['nn@=a/type@=chatmsg/txt@=b/', 'chatmsg'],
    ['mytype@=x/', undefined],
    ['nn@=type@A=x/', undefined],
    ['', undefined],
  ])('of %j is %j', (message, type) => {
    expect(typeOf(message)).toBe(type);
  });
});
