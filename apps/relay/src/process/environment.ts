import type { Environment } from '#config';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

/**
 * An environment with the variables that a `.env` in the folder adds. A variable that is there
 * already, even empty, is not replaced.
 *
 * @param own the environment of the process, which only the program's entry may read.
 */
export function withDotEnv(own: Environment, folder: string): Environment {
  return hasDotEnv(folder)
    ? { ...parseEnv(readFileSync(join(folder, NAME), 'utf8')), ...own }
    : { ...own };
}

/** Whether a folder has a `.env`. */
export function hasDotEnv(folder: string): boolean {
  return statSync(join(folder, NAME), { throwIfNoEntry: false })?.isFile() === true;
}

const NAME = '.env';
