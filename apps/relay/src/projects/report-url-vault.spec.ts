import { Secret } from '#secret';
import { ReportUrlVault } from './report-url-vault.js';

const URL_TEXT = 'https://metastudio.example.com/v1/report?auth_key=abc&expires_time=1';
const KEY = new Secret(Buffer.alloc(32, 7));
const vault = new ReportUrlVault(KEY);

describe('ReportUrlVault', () => {
  it('the vault opens what it sealed, for the same target alone', () => {
    const kept = vault.seal('default/room', new Secret(URL_TEXT));
    expect(kept).not.toContain('auth_key');
    expect(vault.open('default/room', kept)?.reveal()).toBe(URL_TEXT);
    expect(vault.open('default/other', kept)).toBeUndefined();
  });

  it('never seals the same URL to the same text', () => {
    const [one, other] = [1, 2].map(() => vault.seal('default/room', new Secret(URL_TEXT)));
    expect(one).not.toBe(other);
  });

  it('keeps a URL as it is where no key is configured, and opens it once there is one', () => {
    const kept = new ReportUrlVault(undefined).seal('default/room', new Secret(URL_TEXT));
    expect(kept).toBe(URL_TEXT);
    expect(vault.open('default/room', kept)?.reveal()).toBe(URL_TEXT);
  });

  it('opens nothing with another key, without one, or when it was damaged', () => {
    const kept = vault.seal('default/room', new Secret(URL_TEXT));
    const other = new ReportUrlVault(new Secret(Buffer.alloc(32, 8)));
    const damaged = `${kept.slice(0, -6)}AAAAA=`;
    expect(other.open('default/room', kept)).toBeUndefined();
    expect(new ReportUrlVault(undefined).open('default/room', kept)).toBeUndefined();
    for (const text of [damaged, 'sealed:', 'sealed:AAAA', `sealed:${'A'.repeat(38)}`]) {
      expect(vault.open('default/room', text)).toBeUndefined();
    }
  });
});
