import { dirname, join } from 'node:path';
import type { SourceFile } from './source-files.js';

const NAMED = /(?:import|export)\s+(?:type\s+)?(?:\w+\s*,\s*)?\{([^}]*)\}\s*from\s*'([^']+)'/g;
const WHOLE =
  /(?:(?:import|export)\s+\*\s*(?:as\s+\w+\s+)?from\s*|import\(\s*)'((?:\.{1,2}\/|#)[^']+)'/g;

/** For each file, the names that others import from it; `*` where one imports all of it. */
export function importedNames(files: readonly SourceFile[]): ReadonlyMap<string, Set<string>> {
  const paths = new Set(files.map(({ path }) => path));
  const imported = new Map<string, Set<string>>();
  const add = (from: string, specifier: string, name: string): void => {
    const path = pathOf(from, specifier, paths);
    if (path === undefined) return;
    imported.set(path, (imported.get(path) ?? new Set()).add(name));
  };
  for (const { path, text } of files) {
    for (const [, names, specifier] of text.matchAll(NAMED)) {
      for (const name of namesIn(names!)) add(path, specifier!, name);
    }
    for (const [, specifier] of text.matchAll(WHOLE)) add(path, specifier!, '*');
  }
  return imported;
}

/** The names in the braces of an import, as its module calls them. */
function namesIn(braces: string): readonly string[] {
  return braces
    .split(',')
    .map((part) => part.trim().replace(/^type\s+/, ''))
    .map((part) => part.split(/\s/)[0]!)
    .filter((name) => name !== '');
}

function pathOf(from: string, specifier: string, paths: ReadonlySet<string>): string | undefined {
  if (specifier.startsWith('#')) return `libs/${specifier.slice(1)}/src/index.ts`;
  const base = join(dirname(from), specifier).replace(/\.js$/, '');
  return [`${base}.ts`, `${base}.tsx`].find((path) => paths.has(path));
}
