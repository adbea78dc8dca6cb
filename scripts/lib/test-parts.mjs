// Writes a few files, the parts, that jest runs in place of many spec files: jest loads every
// module anew for each file, which takes more CPU time than most specs do. The parts take spec
// files from one list until none is left.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where jest.config.js looks for parts. */
const FOLDER = join(ROOT, 'test/.parts');
/** Holds a folder for each spec that a part has taken. */
const TAKEN = join(FOLDER, 'taken');
/** Imports of specs that start programs or whole relays: they take longest, so they begin first. */
const PROGRAMS =
  /\/(?:built-relay|relay-process|browser|relay-rig|relay-in-process|room-fleet|moving-room)\.js'|'node:child_process'/u;

/**
 * Writes the parts for some spec files, and removes earlier parts.
 *
 * @param {{ folders: string[], endings: string[], longest: string[], parts: number, first: string[] }} wanted
 *   `longest` are specs that begin before all others; `parts` is how many run at a time; `first` are
 *   modules with hooks, which each part imports first, so that the hooks belong to the whole part and
 *   not to one spec
 * @returns {{ left: () => string[] }} the specs that no part has taken so far
 */
export function writeParts({ folders, endings, longest, parts, first }) {
  removeParts();
  mkdirSync(TAKEN, { recursive: true });
  const specs = longestFirst(
    folders.flatMap((folder) => specsIn(folder, endings)),
    longest,
  );
  const part = partOf(specs, first);
  for (let number = 1; number <= parts; number++) {
    writeFileSync(join(FOLDER, `${number}.part.mjs`), part);
  }
  return { left: () => specs.slice(readdirSync(TAKEN).length) };
}

export function removeParts() {
  rmSync(FOLDER, { recursive: true, force: true });
}

function specsIn(folder, endings) {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .map((file) => join(folder, file))
    .filter((file) => endings.some((ending) => file.endsWith(ending)));
}

/** Puts the longest specs first, so that none of them runs alone at the end. */
function longestFirst(specs, longest) {
  const gone = longest.filter((file) => !specs.includes(file));
  if (gone.length > 0) throw new Error(`There is no spec ${gone.join(', ')}.`);
  const others = specs.filter((file) => !longest.includes(file));
  const known = others.map((file) => {
    const path = join(ROOT, file);
    const programs = PROGRAMS.test(readFileSync(path, 'utf8')) ? 1 : 0;
    return { file, programs, bytes: statSync(path).size };
  });
  const sorted = known.toSorted((a, b) => b.programs - a.programs || b.bytes - a.bytes);
  return [...longest, ...sorted.map(({ file }) => file)];
}

function partOf(specs, first) {
  return `${first.map((file) => `import '../../${file}';\n`).join('')}import { mkdirSync } from 'node:fs';

const SPECS = ${JSON.stringify(specs)};

/** Making a folder is atomic, so only one part can take a spec. */
function take(number) {
  try {
    mkdirSync(${JSON.stringify(`${TAKEN}/`)} + number);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

await globalThis.takeSpecs(() => {
  const file = SPECS.find((_, number) => take(number));
  return file && { file, load: () => import('../../' + file) };
});
`;
}
