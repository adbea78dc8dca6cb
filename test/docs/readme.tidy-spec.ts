import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { treeFiles } from '../tidy/tree-files.js';
import { COMMANDS } from '../../apps/relay/src/cli/commands.js';
import { tablesOf } from './tables.js';

const english = readFileSync('README.md', 'utf8');

/** The lines of the blocks that name no language: what a reader types. */
function commandsOf(text: string): string[] {
  let fence: string | undefined;
  return text.split('\n').flatMap((line) => {
    const opened = fence;
    if (line.trimStart().startsWith('```')) {
      fence = opened === undefined ? line.trim() : undefined;
      return [];
    }
    return opened === '```' ? [line.trim()] : [];
  });
}

describe('README.zh-CN.md', () => {
  it('calls a bridge by one word', () => {
    expect(readFileSync('README.zh-CN.md', 'utf8').match(/(?<!`)\bbridge\b(?!`)/g)).toBeNull();
  });
});

describe('README.md', () => {
  it('names scripts and commands that exist', () => {
    const commands = commandsOf(english);
    expect(commands.length).toBeGreaterThan(8);
    const scripts = commands.filter((line) => line.startsWith('scripts/'));
    expect(scripts.filter((line) => !existsSync(line))).toEqual([]);
    const used = [...english.matchAll(/bin\/live-relay ([a-z][a-z-]*)/g)].map(([, name]) => name!);
    const known = new Set(COMMANDS.map(({ name }) => name));
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('docs', () => {
  it('are all found from README.md', () => {
    const found = new Set(['README.md']);
    for (const page of found) {
      const text = page.endsWith('.md') ? readFileSync(page, 'utf8') : '';
      for (const [, to] of text.matchAll(/\]\(([^):#\s]+\.md)/g))
        found.add(join(dirname(page), to!));
    }
    const pages = treeFiles(['docs']).filter((path) => path.endsWith('.md'));
    expect(pages.length).toBeGreaterThan(50);
    expect(pages.filter((path) => !found.has(path))).toEqual([]);
  });
});

describe('docs/sources/README.md', () => {
  it('lists every source that has a page', () => {
    const [rows = []] = [...tablesOf(readFileSync('docs/sources/README.md', 'utf8')).values()];
    const listed = rows.map(([link]) => /\((.+)\)$/.exec(link!)?.[1]);
    const pages = readdirSync('docs/sources').filter((file) =>
      /^(?!README)[\w-]+\.md$/u.test(file),
    );
    expect(listed).toEqual(pages.toSorted((one, other) => one.localeCompare(other, 'en')));
  });
});
