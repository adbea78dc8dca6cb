import { readFileSync } from 'node:fs';
import { ERROR_CODES, errorCodeOf, verdictOfCode } from './error-codes.js';

const page = readFileSync(new URL('../../../docs/ERRORS.md', import.meta.url), 'utf8');

describe('the table of error codes', () => {
  it('is the one that docs/ERRORS.md shows', () => {
    const [, shown = ''] =
      /<!-- metastudio-codes -->\n(.*?)<!-- \/metastudio-codes -->/s.exec(page) ?? [];
    const rows = [...shown.matchAll(/^\| `(\S+)` +\| (\S+) +\| (\S+) +\| (.+?) +\|$/gm)];
    expect(
      rows.map(([, code, status, verdict, meaning]) => [code, status, verdict, meaning]),
    ).toEqual(
      ERROR_CODES.map(({ code, status, verdict, meaning }) => [
        code,
        String(status ?? 'any'),
        verdict,
        meaning,
      ]),
    );
  });

  it('names a code with a status once', () => {
    const keys = ERROR_CODES.map(({ code, status }) => `${code} ${status}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('explains every verdict on the page', () => {
    for (const { verdict } of ERROR_CODES)
      expect(page).toMatch(new RegExp(`^\\|[^|]*\\b${verdict}\\b[^|]*\\|`, 'm'));
  });
});

describe('verdictOfCode', () => {
  it('lets the status decide where one code has several meanings', () => {
    expect(verdictOfCode('APIGW.0201', 413)).toBe('too-large');
    expect(verdictOfCode('APIGW.0201', 418)).toBe('perhaps-invalid');
    expect(verdictOfCode('MSS.00000003', 500)).toBe('invalid');
    expect(verdictOfCode('MSS.77777777', 400)).toBeUndefined();
  });
});

describe('errorCodeOf', () => {
  it('writes APIG as APIGW, and leaves other codes unchanged', () => {
    expect(errorCodeOf(' APIG.0308 ')).toBe('APIGW.0308');
    expect(errorCodeOf('XAPIG.0308')).toBe('XAPIG.0308');
    expect(errorCodeOf(42)).toBe('42');
    expect(errorCodeOf({ toString: () => 'MSS.1' })).toBeUndefined();
  });
});
