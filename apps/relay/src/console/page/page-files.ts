import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The encodings of files, the smallest first. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;
type Encoding = (typeof ENCODINGS)[number][0];

/** A file of the console, with the compressed forms that the build made of it. */
export interface PageFile {
  readonly type: string;
  readonly tag: string;
  readonly bytes: Buffer;
  readonly encoded: ReadonlyMap<Encoding, Buffer>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The files of the console as they were built, read once: no request reaches the disk. */
export class PageFiles {
  readonly index: PageFile;
  /** By name, which changes with the content. */
  readonly #assets: ReadonlyMap<string, PageFile>;

  private constructor(folder: string) {
    this.index = readPageFile(join(folder, 'index.html'));
    const assets = join(folder, 'assets');
    const names = readdirSync(assets).filter((name) => TYPES[extname(name)] !== undefined);
    this.#assets = new Map(names.map((name) => [name, readPageFile(join(assets, name))]));
  }

  /** `undefined` where the console was not built. */
  static load(folder = builtFolder()): PageFiles | undefined {
    return existsSync(join(folder, 'index.html')) ? new PageFiles(folder) : undefined;
  }

  asset(name: string): PageFile | undefined {
    return this.#assets.get(name);
  }
}

/** The bytes to send, and their encoding, for what a client accepts. */
export function encodedFor(
  { bytes, encoded }: PageFile,
  accepted: string,
): { readonly bytes: Buffer; readonly encoding?: Encoding } {
  const taken = new Set(
    accepted
      .toLowerCase()
      .split(',')
      .filter((one) => !/;\s*q=0(?:\.0*)?\s*$/u.test(one))
      .map((one) => one.split(';', 1)[0]!.trim()),
  );
  for (const [encoding] of ENCODINGS) {
    const smaller = encoded.get(encoding);
    if (smaller !== undefined && taken.has(encoding)) return { bytes: smaller, encoding };
  }
  return { bytes };
}

function readPageFile(path: string): PageFile {
  const bytes = readFileSync(path);
  const encoded = new Map<Encoding, Buffer>();
  for (const [encoding, ending] of ENCODINGS) {
    if (existsSync(path + ending)) encoded.set(encoding, readFileSync(path + ending));
  }
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
  return { type: TYPES[extname(path)]!, tag: `"${digest}"`, bytes, encoded };
}

/** Looks below the nearest package.json: the code may run from the bundle or from its sources. */
function builtFolder(from = new URL('.', import.meta.url)): string {
  if (!existsSync(new URL('package.json', from))) return builtFolder(new URL('..', from));
  return fileURLToPath(new URL('dist/apps/console-web/', from));
}
