import 'reflect-metadata';
import { readEnvironment } from '#config';
import { SOURCES } from '#platforms';
import { readFileSync } from 'node:fs';
import { checkCommand } from './cli/check.command.js';
import { deadLettersCommands } from './cli/dead-letters/dead-letters.commands.js';
import { decodeCommand } from './cli/decode.command.js';
import { doctorCommand } from './cli/doctor.command.js';
import { EXIT } from './cli/exit-code.js';
import { jobsCommand } from './cli/jobs.command.js';
import { runCommandLine } from './cli/program.js';
import { recordCommand } from './cli/recording/record.command.js';
import { replayCommand } from './cli/recording/replay.command.js';
import { roomsCommand } from './cli/rooms.command.js';
import { startCommand } from './cli/start.command.js';
import { statusCommand } from './cli/status.command.js';
import { stopOnSignals } from './cli/stop-on-signals.js';
import { targetsCommands } from './cli/targets/targets.commands.js';

// Whoever reads our output may leave (`| head`): not an error. Commands see it as no longer
// writable, and stop. A full disk is one, also for a command that has done its work.
let outputFailed = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || outputFailed) return;
    outputFailed = true;
    process.exitCode = EXIT.unusable;
    if (stream === process.stdout) process.stderr.write(`The output cannot be written: ${code}.\n`);
  });
}

const commands = [
  // What the service needs is loaded only to serve: it takes longer than `check` itself.
  startCommand(async (config, context) => {
    const { startRelay } = await import('./start-relay.js');
    return startRelay(config, context);
  }),
  checkCommand,
  doctorCommand,
  roomsCommand,
  jobsCommand,
  decodeCommand,
  recordCommand,
  replayCommand,
  statusCommand,
  targetsCommands,
  deadLettersCommands,
];

const exitCode = await runCommandLine(process.argv.slice(2), commands, {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  version: versionOf(new URL('../../../../package.json', import.meta.url)),
  environment: readEnvironment(process.cwd()),
  sources: SOURCES,
  stopped: stopOnSignals(process),
});
if (!outputFailed) process.exitCode = exitCode;

/** The version that the package beside `dist` says. */
function versionOf(manifest: URL): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
