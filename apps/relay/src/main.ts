import 'reflect-metadata';
import { readEnvironment } from '#config';
import { SOURCES } from '#platforms';
import { checkCommand } from './cli/check.command.js';
import { decodeCommand } from './cli/decode.command.js';
import { EXIT } from './cli/exit-code.js';
import { runCommandLine } from './cli/program.js';
import { startCommand } from './cli/start.command.js';
import { stopOnSignals } from './cli/stop-on-signals.js';

// Whoever reads our output may leave (`| head`): not an error. Commands see it as no longer
// writable, and stop.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode = EXIT.unusable;
  });
}

const commands = [
  // What the service needs is loaded only to serve: it takes longer than `check` itself.
  startCommand(async (config, context) => {
    const { startRelay } = await import('./start-relay.js');
    return startRelay(config, context);
  }),
  checkCommand,
  decodeCommand,
];

process.exitCode = await runCommandLine(process.argv.slice(2), commands, {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: readEnvironment(process.cwd()),
  sources: SOURCES,
  stopped: stopOnSignals(process),
});
