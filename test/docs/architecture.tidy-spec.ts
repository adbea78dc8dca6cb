import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { treeFiles } from '../tidy/tree-files.js';
import { tablesOf } from './tables.js';

const text = readFileSync('docs/ARCHITECTURE.md', 'utf8');
const tables = tablesOf(text);

/** The files that a cell names: paths of the tree, and pages beside this one. */
function filesOf(cell: string): string[] {
  const paths = cell.match(/(?:apps|libs)\/[\w./-]+/g) ?? [];
  const pages = [...cell.matchAll(/\]\(([\w.]+\.md)\)/g)].map(([, page]) => join('docs', page!));
  return [...paths, ...pages];
}

describe('docs/ARCHITECTURE.md', () => {
  const answers = tables.get('Where things are')!.map(([question, cell]) => {
    return { question, files: filesOf(cell!) };
  });

  it('answers each question within four files, all of which exist', () => {
    expect(answers.length).toBeGreaterThanOrEqual(10);
    expect(answers.filter(({ files }) => files.length === 0 || files.length > 4)).toEqual([]);
    const gone = answers.flatMap(({ files }) => files.filter((path) => !existsSync(path)));
    expect(gone).toEqual([]);
  });

  it('names for a new key the words that a test of the console looks for', () => {
    const spec = readFileSync('test/console/console-words.int-spec.ts', 'utf8');
    const words = [
      ...spec.matchAll(/'\.\.\/\.\.\/(apps\/console-web\/src\/(?:forms|settings)\/[\w-]+)\.js'/g),
    ];
    expect(words.length).toBeGreaterThan(1);
    const named = answers
      .filter(({ question }) => / key\b/.test(question!))
      .flatMap(({ files }) => files);
    expect(words.map(([, path]) => `${path}.ts`).filter((path) => !named.includes(path))).toEqual(
      [],
    );
  });

  it('names in "Where to start reading" only files that exist', () => {
    const [, section = ''] = /## Where to start reading(.*?)\n## /s.exec(text) ?? [];
    const named = filesOf(section);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('names only files and names that the tree has', () => {
    const sources = treeFiles(['apps', 'libs', 'test', 'scripts', 'deploy'])
      .filter((path) => /\.(?:ts|mjs|lua)$/.test(path))
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const named = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
    const paths = named.filter((code) => /^(?:apps|libs|test|scripts)\/[\w./-]+/.test(code));
    const gone = paths.map((code) => code.split(' ')[0]!).filter((path) => !existsSync(path));
    expect(gone).toEqual([]);
    // CamelCase is a class or a function of ours; a key of Redis or of the file has no capital.
    const symbols = named.filter((code) => /^[A-Za-z]+[a-z][A-Z][A-Za-z]*$/.test(code));
    expect(symbols.length).toBeGreaterThan(4);
    expect(symbols.filter((name) => !new RegExp(`\\b${name}\\b`).test(sources))).toEqual([]);
  });

  it('gives each word of the glossary one meaning', () => {
    const words = tables.get('Words')!.flatMap(([word]) => word!.split(', '));
    expect(words.length).toBeGreaterThanOrEqual(20);
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  });
});
