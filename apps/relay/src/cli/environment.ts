import type { Environment } from '#config';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/**
 * An environment, with what a `.env` in the folder adds to it. A variable that is there already,
 * even empty, is not replaced.
 *
 * @param own that of the process, which only the program's entry may read.
 */
export function withDotEnv(own: Environment, folder: string): Environment {
  const file = join(folder, '.env');
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
    ? { ...parseEnv(readFileSync(file, 'utf8')), ...own }
    : { ...own };
}
