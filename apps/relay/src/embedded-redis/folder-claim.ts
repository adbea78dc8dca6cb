import { readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beginOf, isSameProcess } from './process-mark.js';

const NAME = /^owner\.(\d+)$/u;
const FREE = 'free';

/**
 * Which process may run a server on a folder: two on the same files would spoil them. Each claim has
 * a number of its own, one above that of the last, so that of several processes that find an owner
 * dead only one follows it. It is a symbolic link, which is made with its text or not at all.
 */
export class FolderClaim {
  readonly #folder: string;
  #own: number | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether it has taken the folder. */
  get isOurs(): boolean {
    return this.#own !== undefined;
  }

  /** Whether the folder is this one's now: no other process that lives has it. */
  take(): boolean {
    if (this.#own !== undefined) return true;
    const last = this.#last();
    if (last > 0 && this.#isTaken(last)) return false;
    const own = last + 1;
    try {
      symlinkSync(`${process.pid}:${beginOf(process.pid) ?? ''}`, this.#path(own));
    } catch (error) {
      // Elsewhere a link cannot be made, and the folder is used without.
      return (error as NodeJS.ErrnoException).code !== 'EEXIST';
    }
    if (this.#last() > own) {
      this.#remove(own);
      return false;
    }
    this.#own = own;
    for (const number of this.#numbers()) if (number < own) this.#remove(number);
    return true;
  }

  /** Leaves the folder to others. */
  release(): void {
    const own = this.#own;
    if (own === undefined) return;
    this.#own = undefined;
    try {
      // The number stays used: who has still seen an earlier one must not get it.
      symlinkSync(FREE, this.#path(own + 1));
    } catch {
      // Whoever removed the folder needs no word of it.
    }
    this.#remove(own);
  }

  #isTaken(number: number): boolean {
    try {
      const text = readlinkSync(this.#path(number));
      const [pid = '', began = ''] = text.split(':');
      return text !== FREE && isSameProcess(Number(pid), began === '' ? undefined : began);
    } catch {
      // It has just been followed by another.
      return true;
    }
  }

  #last(): number {
    return Math.max(0, ...this.#numbers());
  }

  #numbers(): number[] {
    try {
      return readdirSync(this.#folder).flatMap(
        (name) => NAME.exec(name)?.slice(1).map(Number) ?? [],
      );
    } catch {
      return [];
    }
  }

  #path(number: number): string {
    return join(this.#folder, `owner.${number}`);
  }

  #remove(number: number): void {
    rmSync(this.#path(number), { force: true });
  }
}
