import { readTextFile } from '#text-file';
import { accessSync, chmodSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { initEnvironment, initFile, type InitAnswers } from './init-file.js';

/** The files cannot be written; the message says which, and why. */
export class InitFilesError extends Error {
  override readonly name = 'InitFilesError';
}

/** The configuration, and the .env beside it. */
export class InitFiles {
  readonly folder: string;
  readonly #file: string;
  readonly #variables: string;

  constructor(file: string) {
    this.#file = resolve(file);
    this.folder = dirname(this.#file);
    this.#variables = join(this.folder, '.env');
  }

  /** Whether there is a configuration already. */
  get exists(): boolean {
    return existsSync(this.#file);
  }

  /**
   * Looks whether both can be written.
   *
   * @throws InitFilesError
   */
  try(): void {
    this.#told(this.folder, (folder) => accessSync(folder, constants.W_OK));
    for (const path of [this.#file, this.#variables]) {
      if (!existsSync(path)) continue;
      this.#told(path, () => {
        if (!statSync(path).isFile()) throw Object.assign(new Error(), { code: 'EISDIR' });
        accessSync(path, constants.R_OK | constants.W_OK);
      });
    }
    this.#told(this.#variables, (path) => void readVariables(path));
  }

  /**
   * Writes both; .env keeps its other variables, and can be read by its owner alone.
   *
   * @param made what the configuration says first, in the language of whoever answered.
   * @throws InitFilesError
   */
  write(answers: InitAnswers, made: string): void {
    this.#told(this.#variables, (path) => {
      const before = readVariables(path);
      // Before the secrets are in it.
      if (existsSync(path)) chmodSync(path, 0o600);
      writeFileSync(path, initEnvironment(before, answers), { mode: 0o600 });
    });
    this.#told(this.#file, (path) => writeFileSync(path, `# ${made}\n${initFile(answers)}`));
  }

  #told(path: string, does: (path: string) => void): void {
    try {
      does(path);
    } catch (error) {
      const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
      throw new InitFilesError(`${path} (${code})`);
    }
  }
}

/** What a `.env` holds already. What cannot be read would be lost. */
function readVariables(path: string): string {
  if (!existsSync(path)) return '';
  const read = readTextFile(path);
  if (!read.ok) throw Object.assign(new Error(), { code: read.message });
  return read.text;
}
