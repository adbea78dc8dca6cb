import { readSourceFiles, type SourceFile } from './tidy/source-files.js';

const files = readSourceFiles();
const DECLARED = /^export (?:const|let|enum|(?:async )?function\*?|(?:abstract )?class) (\w+)/gm;
const FACE = /^export (?:type )?\{([^}]*)\} from/gm;
const IMPORTED = /\{([^{}]*)\} (?:from |= await import\()'(#[\w-]+)'/g;

/** The names in the braces of an import or export, as they are called on the other side. */
function namesIn(braces: string, side: 'exporting' | 'importing'): string[] {
  return braces.split(',').flatMap((part) => {
    const [inner = '', outer = inner] = part
      .trim()
      .replace(/^type /, '')
      .split(/ as |: /);
    const name = side === 'exporting' ? outer : inner;
    return name === '' ? [] : [name];
  });
}

/** The names of values that a file exports and none but it knows. */
function knownToItselfAlone(): string[] {
  const knownBy = new Map<string, SourceFile | 'several'>();
  for (const file of files) {
    for (const word of new Set(file.text.split(/\W+/))) {
      knownBy.set(word, knownBy.has(word) ? 'several' : file);
    }
  }
  return files
    .filter(({ isTest }) => !isTest)
    .flatMap((file) => {
      const names = [...file.text.matchAll(DECLARED)].map(([, name]) => name!);
      return names
        .filter((name) => knownBy.get(name) === file)
        .map((name) => `${file.path} ${name}`);
    });
}

describe('an export', () => {
  it('of a value is known to another file', () => {
    expect(knownToItselfAlone()).toEqual([]);
  });

  it('of a library is imported by somebody outside of it', () => {
    const imported = new Set(
      files.flatMap(({ path, text }) =>
        [...text.matchAll(IMPORTED)].flatMap(([, names, library]) => {
          const isOwn = path.startsWith(`libs/${library!.slice(1)}/`) && !path.endsWith('.spec.ts');
          return isOwn ? [] : namesIn(names!, 'importing').map((name) => `${library} ${name}`);
        }),
      ),
    );
    const faces = files.filter(({ path }) => /^libs\/[\w-]+\/src\/index\.ts$/.test(path));
    expect(faces.length).toBeGreaterThan(10);
    const exported = faces.flatMap(({ path, text }) => {
      const library = `#${path.split('/')[1]}`;
      const names = [...text.matchAll(FACE)].flatMap(([, one]) => namesIn(one!, 'exporting'));
      return names.map((name) => `${library} ${name}`);
    });
    expect(exported.length).toBeGreaterThan(200);
    expect(exported.filter((name) => !imported.has(name))).toEqual([]);
  });
});
