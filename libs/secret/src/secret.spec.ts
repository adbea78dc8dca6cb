import { inspect } from 'node:util';
import { Secret, secretOf } from './secret.js';

describe('Secret', () => {
  it('gives its value to those who ask for it by name', () => {
    expect(new Secret('key').reveal()).toBe('key');
    expect(new Secret(Buffer.from('key')).reveal()).toEqual(Buffer.from('key'));
  });

  it('shows nothing, however it is looked at', () => {
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
  it('is absent where the value is', () => {
    expect(secretOf(undefined)).toBeUndefined();
    expect(secretOf('key')?.reveal()).toBe('key');
  });
});
