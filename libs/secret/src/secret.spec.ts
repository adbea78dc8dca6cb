import { inspect } from 'node:util';
import { Secret, secretOf } from './secret.js';

describe('Secret', () => {
  it('reveals its value only through its explicit method', () => {
    expect(new Secret('key').reveal()).toBe('key');
    expect(new Secret(Buffer.from('key')).reveal()).toEqual(Buffer.from('key'));
  });

  it('shows no value when printed, serialised or inspected', () => {
    const secret = new Secret('the-key');
    const shown = [
      String(secret),
      ['of ', secret].join(''),
      JSON.stringify({ secret }),
      inspect({ deep: { secret } }, { depth: 9, showHidden: true, getters: true }),
      Object.entries(secret).join(''),
      JSON.stringify(structuredClone(secret)),
    ].join('\n');
    expect(shown).not.toContain('the-key');
    expect(shown).toContain('[secret]');
  });
});

describe('secretOf', () => {
  it('is absent where the value is absent', () => {
    expect(secretOf(undefined)).toBeUndefined();
    expect(secretOf('key')?.reveal()).toBe('key');
  });
});
