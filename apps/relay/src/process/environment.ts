import type { Environment } from '#config';
import { readTextFile } from '#text-file';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/** The variables that a `.env` gives. */
export interface DotEnv {
  /** Its path; `undefined` where there is no such file. */
  readonly file: string | undefined;
  /** Without those that come {@link tooLate}. */
  readonly variables: Environment;
  /** The names of variables that have to be there as Node starts, and do nothing in a `.env`. */
  readonly tooLate?: readonly string[];
  /** The names of variables whose values end before a `#` of theirs, which begins a comment. */
  readonly cut?: readonly string[];
  /** Why its variables cannot be had, in a sentence that begins behind its path. */
  readonly trouble?: string;
}

/**
 * An environment with the variables that a `.env` in the folder adds. A variable that is there
 * already, even empty, is not replaced.
 *
 * @param own the environment of the process, which only the program's entry may read.
 * @param folder absent: there is none, see {@link currentFolder}.
 */
export function withDotEnv(own: Environment, folder: string | undefined): Environment {
  return { ...(folder === undefined ? {} : readDotEnv(folder).variables), ...own };
}

/** Reads the `.env` of a folder. Never throws: the variables may be in the environment as well. */
export function readDotEnv(folder: string): DotEnv {
  const file = join(folder, '.env');
  if (isNoFile(file)) return NO_DOT_ENV;
  const read = readTextFile(file);
  if (!read.ok) {
    return { file, variables: {}, trouble: `${read.message}: its variables do not count` };
  }
  const all = Object.entries(parseEnv(read.text));
  const variables = Object.fromEntries(all.filter(([name]) => !READ_BEFORE.test(name)));
  const late = all.filter(([name, value]) => READ_BEFORE.test(name) && value !== '');
  const tooLate = late.map(([name]) => name);
  const cut = [...read.text.matchAll(CUT)].map(([, name]) => name!);
  return {
    file,
    variables,
    ...(tooLate.length === 0 ? {} : { tooLate }),
    ...(cut.length === 0 ? {} : { cut }),
  };
}

/** A value without quotes that goes on behind a `#`, as passwords do; before a comment there is a space. */
const CUT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(?![\s"'`])[^#\n]*[^#\s]#/gmu;

function isNoFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() !== true;
  } catch {
    // Why it cannot be had is told where it is read.
    return false;
  }
}

/** The folder that the process is in; `undefined` where it was removed meanwhile. */
export function currentFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/**
 * Read by Node as it starts, or by what `--import` brings: a `.env` is read after both. Each by its name: `NODE_IP` may
 * be a variable of the configuration.
 *
 * @see https://nodejs.org/api/cli.html#environment-variables
 */
const READ_BEFORE = new RegExp(
  '^(?:NODE_(?:EXTRA_CA_CERTS|OPTIONS|USE_ENV_PROXY|USE_SYSTEM_CA|ICU_DATA|PATH|NO_WARNINGS|REDIRECT_WARNINGS|' +
    'PENDING_DEPRECATION|COMPILE_CACHE|V8_COVERAGE)|SSL_CERT_(?:FILE|DIR)|OPENSSL_CONF|UV_THREADPOOL_SIZE|OTEL_.*)$',
  'u',
);

const NO_DOT_ENV: DotEnv = { file: undefined, variables: {} };
