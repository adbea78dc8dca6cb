// Writes the built relay and all that it imports into dist/relay: far fewer files, since much of a start
// was Node reading them one by one. A command still loads only what it needs.
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dir = join(root, 'dist/relay');
/** Loaded by `require` when they are needed: bundled as well, there would be two of each. */
const REQUIRED = ['class-validator', 'eventsource-parser', 'scslre', 'undici', 'ws'];
/** A program that is running may still load files of its build. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * A package's module becomes a function, which V8 compiles where it first reads it if it stands in
 * parentheses. Node 20's does so for no arrow function, and would read all of each module twice.
 */
const readOnce = {
  name: 'read-once',
  renderChunk: (code) =>
    code.replaceAll(/__commonJSMin\(\(\(([\w$, ]*)\) => \{$/gmu, '__commonJSMin((function($1) {'),
};

/** V8 reads a text of JSON far quicker than the same data as a program, most of which nobody asks for. */
const dataAsText = {
  name: 'data-as-text',
  transform: {
    filter: { id: /\.json$/u },
    handler: (code) => ({
      code: `module.exports = JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(code)))});`,
      moduleType: 'js',
    }),
  },
};

const bundle = await rolldown({
  cwd: root,
  input: { main: 'dist/apps/relay/src/main.js' },
  platform: 'node',
  // Neither this nor the minifier: both drop `decodeURIComponent(text);`, which is there to throw.
  treeshake: false,
  external: [...REQUIRED, /^@nestjs\/(?:microservices|websockets)/u],
  plugins: [dataAsText, readOnce],
  // Packages look for optional ones that are not there.
  onLog: (level, log, tell) => log.code === 'UNRESOLVED_IMPORT' || tell(level, log),
});
const { output } = await bundle.write({
  dir,
  format: 'esm',
  minify: false,
  // V8 keeps the text of what it runs, two bytes a letter where one of a file is not in Latin-1.
  charset: 'ascii',
  comments: { legal: true, annotation: false, jsdoc: false },
  chunkFileNames: '[name]-[hash].js',
});
await bundle.close();

const written = new Set(output.map(({ fileName }) => fileName));
for (const name of readdirSync(dir)) {
  const file = join(dir, name);
  if (!written.has(name) && Date.now() - statSync(file).mtimeMs > KEPT_MS) rmSync(file);
}
// npm would pack what older builds left here.
const packed = [...written].map((name) => `!${name}\n`);
writeFileSync(join(dir, '.npmignore'), `*\n${packed.join('')}`);
process.stdout.write(`dist/relay: ${written.size} files\n`);
