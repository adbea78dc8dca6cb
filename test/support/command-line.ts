import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { SourceCatalogue } from '#platforms';
import { stringify } from 'yaml';
import type { CliCommand, CliCommandGroup } from '../../apps/relay/src/cli/context/cli-context.js';
import { runCommandLine } from '../../apps/relay/src/cli/program.js';

/** The output of a command, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLine {
  readonly commands: readonly (CliCommand | CliCommandGroup)[];
  /** The content of the configuration file. */
  readonly file: object;
  readonly environment?: Readonly<Record<string, string>>;
  /** Sources that are loaded already, for tests that run concurrently: these must import nothing meanwhile. */
  readonly sources?: SourceCatalogue;
  /** Aborting it has the effect of a SIGINT. */
  readonly stopped?: AbortSignal;
  /** The content of standard input; absent: it stays open without data. */
  readonly stdin?: string;
  /** Whether standard error is a terminal. */
  readonly isTTY?: boolean;
  /** Called with standard output while the command runs. */
  readonly onStdout?: (all: string) => void;
  /** Called with standard error while the command runs. */
  readonly onStderr?: (all: string) => void;
}

/** Runs a command of the program in this process. */
export async function runInProcess(args: readonly string[], line: CommandLine): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'live-relay-command-'));
  const config = join(folder, 'relay.yaml');
  writeFileSync(config, stringify(line.file));
  const stdout = new Recorder(false, line.onStdout);
  const stderr = new Recorder(line.isTTY, line.onStderr);
  const stdin = new PassThrough();
  if (line.stdin !== undefined) stdin.end(line.stdin);
  try {
    const code = await runCommandLine([...args, '--config', config], line.commands, {
      stdin,
      stdout,
      stderr,
      version: '0.0.0',
      environment: line.environment ?? {},
      sources: line.sources ?? new SourceCatalogue(),
      stopped: line.stopped ?? new AbortController().signal,
    });
    return { code, stdout: stdout.text, stderr: stderr.text };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

class Recorder extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly #heard: ((all: string) => void) | undefined;

  constructor(isTTY = false, heard?: (all: string) => void) {
    super();
    this.isTTY = isTTY;
    this.#heard = heard;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.#heard?.(this.text);
    done();
  }
}
