import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The options for the start of a program. */
export interface ProgramTerms {
  /** The name of its log file, and in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** The whole environment of the program. */
  readonly environment: NodeJS.ProcessEnv;
}

/** A program ended, or did not print the expected line in time. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
}

const READY_MS_MAX = 30_000;
const TAIL_LINES = 15;
/** A shell that outlives the demo, however that ends, and then kills the program. */
const GUARD = 'cat > /dev/null; kill -9 "$0"';

/**
 * A program that the demo has started. Its output goes to `<name>.log` in its folder. A Ctrl-C in
 * the terminal does not reach it: the demo ends its programs itself, in order.
 */
export class Program {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #tail: string[] = [];
  readonly #ended: Promise<void>;
  readonly #waiting = new Set<(line: string) => void>();
  #asked = false;

  constructor({ name, command, args, folder, environment }: ProgramTerms) {
    this.name = name;
    this.#child = spawn(command, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const log = createWriteStream(`${folder}/${name}.log`);
    for (const output of [this.#child.stdout!, this.#child.stderr!]) this.#follow(output, log);
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => this.#hear(error.message, log));
      this.#child.once('close', () => resolve());
    });
    this.#guard();
  }

  /**
   * Waits for a line of its output from which something can be read.
   *
   * @throws ProgramError when it ends before, or takes longer than half a minute.
   */
  async says<T>(read: (line: string) => T | undefined): Promise<T> {
    let listener: ((line: string) => void) | undefined;
    let timer: NodeJS.Timeout | undefined;
    const said = new Promise<T>((resolve, reject) => {
      listener = (line) => {
        const value = read(line);
        if (value !== undefined) resolve(value);
      };
      this.#waiting.add(listener);
      timer = setTimeout(() => reject(this.#failure('did not get ready in time')), READY_MS_MAX);
      // The running program keeps the process alive; the timer need not.
      timer.unref();
    });
    try {
      return await Promise.race([said, this.failed()]);
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(listener!);
    }
  }

  /** Rejects when the program ends by itself; never resolves. */
  async failed(): Promise<never> {
    await this.#ended;
    if (this.#asked) return new Promise(() => {});
    throw this.#failure('ended');
  }

  /** Ends the program; kills it if that takes longer than `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#asked = true;
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), graceMs);
    await this.#ended;
    clearTimeout(timer);
  }

  #follow(output: Readable, log: NodeJS.WritableStream): void {
    createInterface({ input: output }).on('line', (line) => this.#hear(line, log));
  }

  #hear(line: string, log: NodeJS.WritableStream): void {
    log.write(`${line}\n`);
    this.#tail.push(line);
    if (this.#tail.length > TAIL_LINES) this.#tail.shift();
    for (const listener of this.#waiting) listener(line);
  }

  #guard(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    const guard = spawn('sh', ['-c', GUARD, String(pid)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    guard.unref();
    void once(this.#child, 'exit').then(() => guard.kill('SIGKILL'));
  }

  #failure(what: string): ProgramError {
    return new ProgramError([`${this.name} ${what}. It wrote:`, ...this.#tail].join('\n  '));
  }
}
