import { existsSync, readFileSync } from 'node:fs';
import { loadSources, SOURCE_TYPES } from '#platforms';
import { treeFiles } from '../tidy/tree-files.js';
import { tablesOf } from './tables.js';

const PAGE = readFileSync('docs/ADDING_A_SOURCE.md', 'utf8');
const PLACES = tablesOf(PAGE)
  .get('Where')!
  .map(([, where]) => where!);
const SOURCES = await loadSources();
/** Whoever names so many of them lists them all. */
const LISTED_PART = 0.6;

/** What a type is written as in code, so that `kick` is not found in `kicks`. */
function isNamedIn(text: string, type: string): boolean {
  return new RegExp(`(?<![\\w-])${type}(?![\\w-])`, 'u').test(text);
}

function textsBelow(place: string): string {
  const files = existsSync(place) && place.endsWith('.ts') ? [place] : treeFiles([place]);
  return files
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

function isListed(page: string, to: string): boolean {
  const text = readFileSync(page, 'utf8');
  return text.includes(`[\`${to.replace(/\..*$/u, '')}\`](${to})`);
}

function isOfPlaces(path: string): boolean {
  return PLACES.some((place) => path === place || (place.endsWith('/') && path.startsWith(place)));
}

describe('docs/ADDING_A_SOURCE.md', () => {
  const frames = textsBelow('test/cli/frames');
  const conformance = `${textsBelow('test/platforms')}${textsBelow('test/ingest')}`;
  const asked = readFileSync('test/platforms/every-source/asked-stand-ins.ts', 'utf8');
  const registry = readFileSync('libs/platforms/src/source-registry.ts', 'utf8');
  const quiet = readFileSync('test/platforms/every-source/quiet-rooms.ts', 'utf8');
  // What is asked over HTTP has no greeting, and stands beside the test.
  const polled = readFileSync('test/platforms/every-source/deaf-kinds.int-spec.ts', 'utf8');

  it.each(SOURCE_TYPES)('names every place where %s stands', (type) => {
    const places: readonly (readonly [where: string, stands: boolean])[] = [
      ['libs/platforms/src/source-registry.ts', isNamedIn(registry, type)],
      [`docs/sources/${type}.md`, existsSync(`docs/sources/${type}.md`)],
      [`docs/sources/${type}.zh-CN.md`, existsSync(`docs/sources/${type}.zh-CN.md`)],
      ['docs/sources/README.md', isListed('docs/sources/README.md', `${type}.md`)],
      [
        'docs/sources/README.zh-CN.md',
        isListed('docs/sources/README.zh-CN.md', `${type}.zh-CN.md`),
      ],
      ['test/cli/frames/', isNamedIn(frames, type)],
      ['test/platforms/', isNamedIn(conformance, type)],
      [
        'test/platforms/every-source/asked-stand-ins.ts',
        SOURCES.get(type)!.protocol === undefined || isNamedIn(asked, type),
      ],
      [
        'test/platforms/every-source/quiet-rooms.ts',
        SOURCES.get(type)!.protocol === undefined || isNamedIn(quiet + polled, type),
      ],
    ];
    expect(places.filter(([, stands]) => !stands)).toEqual([]);
    const told = places.map(([where]) => where.replace(type, 'shop'));
    expect(told.filter((where) => !PLACES.includes(where))).toEqual([]);
  });

  it('names only places that exist', () => {
    const real = PLACES.filter((place) => !place.includes('shop'));
    expect(real.filter((place) => !existsSync(place))).toEqual([]);
    expect(PLACES).toHaveLength(12);
  });

  it('names only what the code has', () => {
    const code = textsBelow('libs') + textsBelow('test');
    const spans = [...PAGE.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
    const names = spans.filter((name) => /[a-z][A-Z]|^[A-Z_]+$/.test(name));
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
  });

  it('is complete: no other code names a source type', () => {
    // What a mapping in the file tells is no platform; its transports are named where they differ.
    const named = SOURCE_TYPES.filter((type) => type.length > 5 && type !== 'websocket');
    const elsewhere = treeFiles(['libs', 'apps/relay/src', 'apps/console-web'])
      .filter((path) => /\.tsx?$/u.test(path) && !path.endsWith('.spec.ts'))
      .filter((path) => !path.startsWith('libs/platforms/src/'))
      .filter((path) => {
        const code = withoutComments(readFileSync(path, 'utf8'));
        return named.some((type) => new RegExp(`'${type}'|^\\s*${type}: `, 'mu').test(code));
      });
    expect(elsewhere).toEqual([]);
  });

  it('is complete: nothing else lists the source types', () => {
    const lists = treeFiles(['libs', 'apps', 'test', 'docs', 'deploy', 'bench'])
      .filter((path) => /\.(?:tsx?|mjs|md|ya?ml|json)$/u.test(path))
      .filter((path) => {
        const text = readFileSync(path, 'utf8');
        const named = SOURCE_TYPES.filter((type) => isNamedIn(text, type));
        return named.length >= SOURCE_TYPES.length * LISTED_PART;
      });
    expect(lists.length).toBeGreaterThan(3);
    expect(lists.filter((path) => !isOfPlaces(path))).toEqual([]);
  });
});

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '');
}
