// Writes a few files, the parts, that jest runs in place of many spec files: jest loads every
// module anew for each file, which takes more CPU time than most specs do. The parts take spec
// files from one list until none is left.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where jest.config.js looks for parts: each group has a folder of its own there. */
const FOLDER = 'test/.parts';
/** Imports of specs that start programs or whole relays: they take longest, so they begin first. */
const PROGRAMS =
  /\/(?:built-relay|relay-process|browser|relay-rig|relay-in-process|room-fleet|moving-room)\.js'|'node:child_process'/u;

/**
 * Writes the parts of a group, for some spec files.
 *
 * @param {{ name: string, folders: string[], endings: string[], longest: string[], parts: number, first: string[] }} group
 *   `longest` are specs that begin before all others; `parts` is how many run at a time; `first` are
 *   modules with hooks, which each part imports first, so that the hooks belong to the whole part and
 *   not to one spec
 * @returns {{ folder: string, left: () => string[] }} where the parts are, and the specs that none of
 *   them has taken so far
 */
export function writeParts({ name, folders, endings, longest, parts, first }) {
  const folder = `${FOLDER}/${name}`;
  /** Holds a folder for each spec that a part has taken. */
  const taken = join(ROOT, folder, 'taken');
  mkdirSync(taken, { recursive: true });
  const specs = longestFirst(
    folders.flatMap((one) => specsIn(one, endings)),
    longest,
  );
  const part = partOf(specs, first, taken);
  for (let number = 1; number <= parts; number++) {
    writeFileSync(join(ROOT, folder, `${number}.part.mjs`), part);
  }
  return { folder, left: () => specs.slice(readdirSync(taken).length) };
}

export function removeParts() {
  rmSync(join(ROOT, FOLDER), { recursive: true, force: true });
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

function partOf(specs, first, taken) {
  return `${first.map((file) => `import '../../../${file}';\n`).join('')}import { mkdirSync } from 'node:fs';

const SPECS = ${JSON.stringify(specs)};

/** Making a folder is atomic, so only one part can take a spec. */
function take(number) {
  try {
    mkdirSync(${JSON.stringify(`${taken}/`)} + number);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** All before it are taken. */
let number = 0;

await globalThis.takeSpecs(() => {
  while (number < SPECS.length && !take(number)) number++;
  const file = SPECS[number];
  return file && { file, load: () => import('../../../' + file) };
});
`;
}
