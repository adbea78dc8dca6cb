import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from './substitute.js';

/**
 * The environment of this process, with what a `.env` in the folder adds to it. A variable that
 * the process has already, even empty, is not replaced. The one place that reads `process.env`.
 */
export function readEnvironment(folder: string): Environment {
  const file = join(folder, '.env');
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
    ? { ...parseEnv(readFileSync(file, 'utf8')), ...process.env }
    : { ...process.env };
}
