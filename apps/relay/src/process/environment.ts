import type { Environment } from '#config';
import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
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
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return NO_DOT_ENV;
    const bytes = readFileSync(file);
    if (!isUtf8(bytes)) return untold(file, 'is not UTF-8; save it as UTF-8');
    // The mark that editors of Windows begin a file with would be a part of the first name.
    const all = Object.entries(parseEnv(bytes.toString().replace(/^\ufeff/, '')));
    const variables = Object.fromEntries(all.filter(([name]) => !READ_BEFORE.test(name)));
    const late = all.filter(([name, value]) => READ_BEFORE.test(name) && value !== '');
    if (late.length === 0) return { file, variables };
    return { file, variables, tooLate: late.map(([name]) => name) };
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    return untold(
      file,
      code === 'EACCES' ? 'may not be read by this user' : `cannot be read (${code})`,
    );
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

/** Read by Node as it starts, or by what `--import` brings: a `.env` is read after both. */
const READ_BEFORE = /^(?:NODE|OTEL|SSL_CERT)_/u;

const NO_DOT_ENV: DotEnv = { file: undefined, variables: {} };

function untold(file: string, why: string): DotEnv {
  return { file, variables: {}, trouble: `${why}: its variables do not count` };
}
