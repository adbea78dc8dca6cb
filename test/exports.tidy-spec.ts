import { importedNames } from './tidy/imported-names.js';
import { namesInSignatures } from './tidy/signatures.js';
import { readSourceFiles, type SourceFile } from './tidy/source-files.js';

const files = readSourceFiles();
const DECLARED = /^export (?:const|let|enum|(?:async )?function\*?|(?:abstract )?class) (\w+)/gm;
const TYPE = /^export (?:declare )?(?:interface|type) (\w+)/gm;
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

const imported = importedNames(files);

/** The names that a file exports and no other imports. */
function importedByNone({ path, text }: SourceFile, declared: RegExp): readonly string[] {
  const known = imported.get(path);
  if (known?.has('*') === true) return [];
  const names = [...text.matchAll(declared)].map(([, name]) => name!);
  return names.filter((name) => known?.has(name) !== true);
}

const code = files.filter(({ isTest }) => !isTest);

describe('an export', () => {
  it('of a value is imported by another file', () => {
    const alone = code.flatMap((file) => {
      return importedByNone(file, DECLARED).map((name) => `${file.path} ${name}`);
    });
    expect(alone).toEqual([]);
  });

  it('of a type is imported by another file, or stands in the signature of what is exported', () => {
    const alone = code.flatMap((file) => {
      const names = importedByNone(file, TYPE);
      if (names.length === 0) return [];
      const needed = namesInSignatures(file);
      return names.filter((name) => !needed.has(name)).map((name) => `${file.path} ${name}`);
    });
    expect(alone).toEqual([]);
  });

  it('of a library is imported by somebody outside of it', () => {
    const importedOutside = new Set(
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
    expect(exported.filter((name) => !importedOutside.has(name))).toEqual([]);
  });
});
