// Builds the console into dist/apps/console-web: one page, its files named after what they hold,
// each also compressed, so that the relay compresses nothing while it serves.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const outDir = fileURLToPath(new URL('../../dist/apps/console-web/', import.meta.url));
/** Smaller files gain nothing from compression. */
const COMPRESSED_BYTES_MIN = 256;

await build({
  configFile: false,
  logLevel: 'warn',
  root,
  // The docks of OBS are a Chromium that is some years old.
  build: {
    outDir,
    emptyOutDir: true,
    target: ['chrome103', 'firefox104', 'safari16'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    sourcemap: false,
  },
  // Not by NODE_ENV: places in the sources would be a kilobyte more.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  worker: { format: 'es' },
});
for (const folder of [outDir, join(outDir, 'assets')]) await compressAll(folder);

async function compressAll(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile()) await compress(join(folder, entry.name));
  }
}

async function compress(path) {
  const bytes = await readFile(path);
  if (bytes.length < COMPRESSED_BYTES_MIN) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  const forms = [
    ['.br', await promisify(brotliCompress)(bytes, { params })],
    ['.gz', await promisify(gzip)(bytes, { level: 9 })],
  ];
  for (const [ending, smaller] of forms) {
    if (smaller.length < bytes.length) await writeFile(path + ending, smaller);
  }
}
