import { REDIS_TROUBLES } from '#event-buffer';
import { readFileSync } from 'node:fs';
import { readSourceFiles } from '../tidy/source-files.js';
import { tablesOf } from './tables.js';

const page = readFileSync('docs/ERRORS.md', 'utf8');
const [, shown = ''] = /<!-- relay-codes -->(.*?)<!-- \/relay-codes -->/s.exec(page) ?? [];

describe("the codes of the relay's own errors", () => {
  it('are those that docs/ERRORS.md lists', () => {
    const listed = [...shown.matchAll(/^\| `(RELAY_[A-Z_]+)` +\| \S/gm)].map(([, code]) => code);
    const code = /\bcode\b[^'\n]{0,40}'(RELAY_[A-Z_]+)'/g;
    const used = readSourceFiles()
      .filter(({ isTest }) => !isTest)
      .flatMap(({ lines }) => [...lines.join('\n').matchAll(code)].map(([, one]) => one));
    expect(new Set(listed)).toEqual(new Set(used));
    expect(used.length).toBeGreaterThan(0);
  });
});

describe('the troubles of Redis', () => {
  it('are those that docs/ERRORS.md lists, in the same words', () => {
    const told = tablesOf(page).get('When Redis cannot be used');
    const real = REDIS_TROUBLES.map(({ kind, sentence, wayOut = '–' }) => [kind, sentence, wayOut]);
    expect(told).toEqual(real);
  });
});
