import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { SourceCatalogue } from '#platforms';
import { stringify } from 'yaml';
import type { CliCommand } from '../../../apps/relay/src/cli/context/cli-context.js';
import { doctorCommand } from '../../../apps/relay/src/cli/setup/doctor.command.js';
import { jobsCommand } from '../../../apps/relay/src/cli/rooms/jobs.command.js';
import { runCommandLine } from '../../../apps/relay/src/cli/program.js';
import { roomsCommand } from '../../../apps/relay/src/cli/rooms/rooms.command.js';

const COMMANDS: readonly CliCommand[] = [doctorCommand, jobsCommand, roomsCommand];

/** The output of a command, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The longest single write to standard output, in characters. */
  readonly writeMax: number;
}

/**
 * Runs one of the management commands in this process. @param file the content of its
 * configuration.
 */
export async function runCommand(
  args: readonly string[],
  file: object,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'live-relay-rooms-'));
  const config = join(folder, 'relay.yaml');
  writeFileSync(config, stringify(file));
  const [stdout, stderr] = [new Recorder(), new Recorder()];
  try {
    const code = await runCommandLine([...args, '--config', config], COMMANDS, {
      stdin: new PassThrough(),
      stdout,
      stderr,
      version: '0.0.0',
      environment,
      sources: new SourceCatalogue(),
      stopped: new AbortController().signal,
    });
    return { code, stdout: stdout.text, stderr: stderr.text, writeMax: stdout.writeMax };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

class Recorder extends Writable {
  text = '';
  writeMax = 0;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const text = chunk.toString();
    this.text += text;
    this.writeMax = Math.max(this.writeMax, text.length);
    done();
  }
}
