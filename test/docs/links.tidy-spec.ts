import { BufferKeys, CHOOSING_LANES } from '#event-buffer';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSourceFiles } from '../tidy/source-files.js';
import { treeFiles } from '../tidy/tree-files.js';
import { headingsOf } from './headings.js';
import { tablesOf } from './tables.js';

const pages = treeFiles()
  .filter((path) => path.endsWith('.md'))
  .map((path) => [path, readFileSync(path, 'utf8')] as const);

/** What stands in a key that is made for something other than a project. */
const ARGUMENTS = new Map([
  ['callback', '<hash>'],
  ['connects', '<platform>:<digest>'],
  ['moving', '<key>'],
  ['once', '<print>'],
  ['probe', '<process>'],
  ['seats', '<platform>:<digest>'],
  ['session', '<print>'],
  ['sessionLink', '<print>'],
  ['takenPush', '<bridge>:<digest>'],
]);

describe('the documents', () => {
  it.each(pages)('%s links only to what exists', (path, text) => {
    const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)]*)?\)/g)];
    const broken = links.map(([, to]) => to!).filter((to) => !existsSync(join(dirname(path), to)));
    expect(broken).toEqual([]);
  });

  it.each(pages)('%s links only to chapters that exist', (path, text) => {
    const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)#([^)\s]+)\)/g)];
    const broken = links.filter(([, to, chapter]) => {
      const page = to === '' ? path : join(dirname(path), to!);
      if (!page.endsWith('.md')) return false;
      return !headingsOf(readFileSync(page, 'utf8')).some(({ anchor }) => anchor === chapter);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it.each(pages)(
    '%s has no words in angle brackets outside code, where nobody sees them',
    (_path, text) => {
      const prose = text.replace(/^ *```[^]*?^ *```/gmu, '').replace(/(`+)[^`][^]*?\1/gu, '');
      expect(prose.match(/<(?!!--|br\/?>|https?:)[^>\n]+>/gu) ?? []).toEqual([]);
    },
  );

  it('name no package registry and no folder of a machine', () => {
    const named = pages.filter(([, text]) =>
      /registry\.(?!ts)|\/home\/|\/root\/|\/Users\//.test(text),
    );
    expect(named.map(([path]) => path)).toEqual([]);
  });
});

/** A key, or several by name. */
type Named = string | Readonly<Record<string, string>>;

describe('docs/ARCHITECTURE.md', () => {
  const text = readFileSync('docs/ARCHITECTURE.md', 'utf8');

  it('lists every key in Redis, and no other', () => {
    const keys = new BufferKeys('relay');
    const { ledger, streaks, streakTurn, choosing, ...ofTarget } = keys.of('target');
    const ofAll = Object.getOwnPropertyNames(BufferKeys.prototype)
      .filter((name) => name !== 'constructor' && name !== 'of')
      .flatMap((name) => {
        const member = Reflect.get(keys, name) as Named | ((of: string) => Named);
        const named =
          typeof member === 'function'
            ? member.call(keys, ARGUMENTS.get(name) ?? '<project>')
            : member;
        return typeof named === 'string' ? [named] : Object.values(named);
      });
    const ofBridge = [ledger, streaks, streakTurn].map((key) => key('<bridge>'));
    const ofLanes = CHOOSING_LANES.map(choosing);
    const all = [...ofAll, ...Object.values(ofTarget), ...ofBridge, ...ofLanes];
    const listed = tablesOf(text)
      .get('What is in Redis')!
      .flatMap(([cell]) => cell!.split(', '))
      .filter((key) => key.startsWith('relay:'));
    expect(listed.toSorted()).toEqual(all.toSorted());
  });

  it('names tests that exist for every invariant', () => {
    const [, section = ''] = /## Invariants(.*?)\n## /s.exec(text) ?? [];
    const invariants = section.split(/^\d\. /m).slice(1);
    expect(invariants).toHaveLength(7);
    expect(invariants.map(namesNoTest)).toEqual(invariants.map(() => []));
  });
});

describe.each([
  ['docs/SECURITY.md', '## What is tried'],
  ['docs/SECURITY.zh-CN.md', '## 测试过的攻击'],
])('%s', (path, title) => {
  it('names tests that exist for every attack', () => {
    const [, section = ''] = readFileSync(path, 'utf8').split(title);
    const tried = section.split(/^- /m).slice(1);
    expect(tried.length).toBeGreaterThan(5);
    expect(tried.map(namesNoTest)).toEqual(tried.map(() => []));
  });

  it('names every option of Node that no command runs with', () => {
    const code = readFileSync('apps/relay/src/cli/unsafe-node.ts', 'utf8');
    const options = [...code.matchAll(/^ {2}\['(--[a-z-]+)'/gmu)].map(([, option]) => option!);
    expect(options.length).toBeGreaterThan(4);
    const page = readFileSync(path, 'utf8');
    expect(options.filter((option) => !page.includes(`\`${option}`))).toEqual([]);
  });
});

const tests = readSourceFiles()
  .filter(({ isTest }) => isTest)
  .map(({ lines }) => lines.join('\n'));

/** The tests that a paragraph names and nobody has; or that it names none. */
function namesNoTest(paragraph: string): readonly string[] {
  const named = [...paragraph.matchAll(/^ +`(.+)`$/gm)].map(([, name]) => name!);
  if (named.length === 0) return [`No test: ${paragraph}`];
  return named.filter((name) => !tests.some((one) => one.includes(`'${name}'`)));
}
