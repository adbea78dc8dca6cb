// Turns TypeScript into JavaScript for jest, as @swc/jest does, and gives each module constants of
// its own for the globals that it uses. Jest runs modules in a `vm` context, where each use of a
// global calls a function of Node's, which takes some two hundred times as long as elsewhere.
import swc from '@swc/jest';

/** Globals that no test replaces, as it does the timers, `Date` and `performance`. */
export const CONSTANT_IN_PACKAGES = [
  'Array',
  'Error',
  'JSON',
  'Map',
  'Math',
  'Number',
  'Object',
  'Promise',
  'Set',
  'String',
  'Symbol',
];
/** Some packages have a `Buffer` or the like of their own, but no module of ours has. */
const CONSTANT = [
  ...CONSTANT_IN_PACKAGES,
  'AbortController',
  'AbortSignal',
  'BigInt',
  'Boolean',
  'Buffer',
  'RangeError',
  'Reflect',
  'RegExp',
  'TypeError',
  'Uint8Array',
  'WeakMap',
];
const USE = new RegExp(String.raw`(?<![.\w$])(?:${CONSTANT.join('|')})(?![\w$])`, 'gu');

const inner = swc.createTransformer();

export default {
  ...inner,
  process: (...file) => withConstants(inner.process(...file)),
  processAsync: async (...file) => withConstants(await inner.processAsync(...file)),
  getCacheKey: (...file) => inner.getCacheKey(...file) + CONSTANT.join(''),
};

function withConstants(result) {
  const used = [...new Set(result.code.match(USE))];
  if (used.length === 0) return result;
  // In the first line, so that every line keeps its number.
  return { ...result, code: `const {${used.join()}} = globalThis; ${result.code}` };
}
