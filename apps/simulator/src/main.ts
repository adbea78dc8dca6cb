import { readCommandLine } from './command-line.js';
import { Simulator } from './simulator.js';
import type { SimulatorOptions } from './simulator.options.js';

const command = readCommandLine(process.argv.slice(2));
if ('help' in command) {
  process.stdout.write(command.help);
} else if ('problem' in command) {
  process.stderr.write(`${command.problem}\n`);
  process.exitCode = 2;
} else {
  await run(command.options).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}

/** Runs until SIGTERM or SIGINT. The one line that it prints gives all addresses. */
async function run(options: SimulatorOptions): Promise<void> {
  const simulator = await new Simulator(options).start();
  const { url, port, chatUrls, rooms, settings } = simulator;
  const { projectId } = settings;
  const ready = { ready: true, url, port, projectId, rooms, chatUrls, pid: process.pid };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  const stop = (): void => void simulator.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
