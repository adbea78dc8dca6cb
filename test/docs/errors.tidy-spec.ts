import { REDIS_TROUBLES } from '#event-buffer';
import { readFileSync } from 'node:fs';
import { OF_SOURCES } from '../../apps/relay/src/notices/reason-words.js';
import { readSourceFiles } from '../tidy/source-files.js';
import { tablesOf } from './tables.js';

const english = readFileSync('docs/ERRORS.md', 'utf8');
const chinese = readFileSync('docs/ERRORS.zh-CN.md', 'utf8');

describe("the codes of the relay's own errors", () => {
  it.each([
    ['docs/ERRORS.md', english],
    ['docs/ERRORS.zh-CN.md', chinese],
  ])('are those that %s lists', (_path, page) => {
    const [, shown = ''] = /<!-- relay-codes -->(.*?)<!-- \/relay-codes -->/s.exec(page) ?? [];
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
    const told = tablesOf(english).get('When Redis cannot be used');
    const real = REDIS_TROUBLES.map(({ kind, sentence, wayOut = '–' }) => [kind, sentence, wayOut]);
    expect(told).toEqual(real);
  });

  it('are those that docs/ERRORS.zh-CN.md lists, with the words in which they are shown', () => {
    const rows = tablesOf(chinese).get('Redis 无法使用时')!;
    const told = rows.map(([kind, what, toDo]) => {
      return [kind, /（([ -~]+)）$/u.exec(what!)?.[1], toDo === '–'];
    });
    const real = REDIS_TROUBLES.map(({ kind, sentence, wayOut }) => {
      return [kind, sentence, wayOut === undefined];
    });
    expect(told).toEqual(real);
  });
});

describe('the reasons for which connections of sources end', () => {
  it('are those that docs/ERRORS.md lists', () => {
    const told = tablesOf(english).get('Why a source is not connected')!;
    expect(told.map(([reason]) => reason)).toEqual(Object.keys(OF_SOURCES));
  });

  it('are those that docs/ERRORS.zh-CN.md lists, in the words of the notices', () => {
    const told = tablesOf(chinese).get('来源为什么没有连上')!;
    const words = told.map(([reason, what], at) => {
      const [, ofNotices] = Object.entries(OF_SOURCES)[at] ?? ['', ''];
      return [reason, what!.slice(0, ofNotices.length)];
    });
    expect(words).toEqual(Object.entries(OF_SOURCES));
  });
});

describe('the exit codes in docs/ERRORS.zh-CN.md', () => {
  it('are told for the same commands as in docs/ERRORS.md, and none where there is none', () => {
    const told = withoutWords(tablesOf(chinese).get('命令的退出码')!);
    expect(told).toEqual(withoutWords(tablesOf(english).get('What commands exit with')!));
  });
});

/** Each command, and which of its codes do not occur. */
function withoutWords(rows: readonly string[][]): unknown[][] {
  return rows.map(([command, ...codes]) => [command, ...codes.map((told) => told === '–')]);
}
