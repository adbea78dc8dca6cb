// Deals spec files out to a few files that jest runs in their place: jest loads every module anew for
// each file it runs, which takes more processor time than most specs do.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where jest.config.js looks for parts. */
const FOLDER = join(ROOT, 'test/.parts');

/**
 * Writes the parts of some spec files, in place of those that are there.
 *
 * @param {{ folders: string[], ending: string, parts: number, first: string[] }} wanted `first` are
 *   modules with hooks of their own, which belong to a whole part and not to the spec that is first
 */
export function writeParts({ folders, ending, parts, first }) {
  removeParts();
  mkdirSync(FOLDER);
  const specs = folders.flatMap((folder) => specsIn(folder, ending));
  deal(specs, parts).forEach((some, index) => {
    writeFileSync(join(FOLDER, `${index + 1}.part.mjs`), partOf(some, first));
  });
}

export function removeParts() {
  rmSync(FOLDER, { recursive: true, force: true });
}

function specsIn(folder, ending) {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .map((file) => join(folder, file))
    .filter((file) => file.endsWith(ending));
}

/** The largest first, to and fro, so that no part gets all of what is long. */
function deal(specs, parts) {
  const sized = specs.map((file) => ({ file, bytes: statSync(join(ROOT, file)).size }));
  const hands = Array.from({ length: parts }, () => []);
  sized
    .toSorted((a, b) => b.bytes - a.bytes)
    .forEach(({ file }, index) => {
      const [round, place] = [Math.floor(index / parts), index % parts];
      hands[round % 2 === 0 ? place : parts - 1 - place].push(file);
    });
  return hands.filter((hand) => hand.length > 0);
}

function partOf(specs, first) {
  const imports = first.map((file) => `import ${pathTo(file)};`);
  const blocks = specs.map(
    (file) => `await globalThis.defineSpec('${file}', () => import(${pathTo(file)}));`,
  );
  return [...imports, ...blocks, ''].join('\n');
}

function pathTo(file) {
  return `'${relative(FOLDER, join(ROOT, file))}'`;
}
