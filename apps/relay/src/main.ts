import { VERSION } from '#agent';
import { SourceCatalogue } from '#platforms';
import { url as inspectorUrl } from 'node:inspector';
import { COMMANDS } from './cli/commands.js';
import { currentFolder, withDotEnv } from './process/environment.js';
import { EXIT, type ExitCode } from './cli/context/exit-code.js';
import { runCommandLine } from './cli/program.js';
import { Hangups, stopOnSignals } from './cli/context/stop-on-signals.js';
import { unsafeNodeSettings } from './cli/unsafe-node.js';

// By default Node would open its inspector on this signal, where bin/live-relay did not start the
// process.
process.on('SIGUSR1', () => {});

// A reader of the output may leave (`| head`), which is no error: commands see that it is not
// writable, and stop. A full disk is an error, also for a command that has done its work.
let outputFailed = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    // A terminal that was closed has left, too.
    if (code === 'EPIPE' || (code === 'EIO' && stream.isTTY) || outputFailed) return;
    outputFailed = true;
    process.exitCode = EXIT.unusable;
    if (stream === process.stdout) process.stderr.write(`The output cannot be written: ${code}.\n`);
  });
}

// ioredis writes one kind of refusal to the console itself, between lines of JSON. The relay logs
// it, too, in its own words.
const { warn } = console;
console.warn = (...words: unknown[]) => {
  if (!String(words[0]).startsWith('Skipping the ready check')) warn(...words);
};

const unsafe = unsafeNodeSettings(process.env, process.execArgv, inspectorUrl());
const exitCode = unsafe.length === 0 ? await run() : refuse(unsafe);
if (!outputFailed) process.exitCode = exitCode;

async function run(): Promise<ExitCode> {
  const hangups = new Hangups();
  return runCommandLine(process.argv.slice(2), COMMANDS, {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    version: VERSION,
    environment: withDotEnv(process.env, currentFolder()),
    exported: process.env,
    sources: new SourceCatalogue(),
    stopped: stopOnSignals(process, hangups),
    hangups,
  });
}

function refuse(sentences: readonly string[]): ExitCode {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  return EXIT.unusable;
}
