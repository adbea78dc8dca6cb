import { untilAborted } from '#timing';
import { join } from 'node:path';
import { Demo } from './demo.js';
import { readDemoCommandLine, type DemoOptions } from './demo.options.js';
import { Stack } from './stack.js';

/** The exit code of shells for a program that Ctrl-C ended. */
const INTERRUPTED = 130;

const command = readDemoCommandLine(process.argv.slice(2));
if ('help' in command) {
  process.stdout.write(command.help);
} else if ('problem' in command) {
  process.stderr.write(`${command.problem} See --help.\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await run(command.options);
}

/** @returns the exit code, once every started program has ended. */
async function run(options: DemoOptions): Promise<number> {
  const interrupted = new AbortController();
  const enough = new AbortController();
  let mayAccount = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // The first Ctrl-C ends the sending and shows the figures; the second stops at once.
      if (enough.signal.aborted || !mayAccount) interrupted.abort();
      enough.abort();
    });
  }
  const stack = await Stack.prepare(process.env);
  let verdict: number | undefined;
  try {
    const done = runOn(stack, options, {
      enough: enough.signal,
      signal: interrupted.signal,
      started: () => {
        mayAccount = true;
      },
      judge: (holds) => {
        const early = enough.signal.aborted && verdict === undefined;
        verdict = holds ? (early ? INTERRUPTED : (verdict ?? 0)) : 1;
      },
    });
    await untilAborted(interrupted.signal, done);
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    verdict = 2;
  } finally {
    interrupted.abort();
    await stack.stop();
  }
  return verdict ?? INTERRUPTED;
}

interface Course {
  readonly enough: AbortSignal;
  readonly signal: AbortSignal;
  /** Called once events may have been sent, so that there are figures to show. */
  readonly started: () => void;
  readonly judge: (holds: boolean) => void;
}

async function runOn(
  stack: Stack,
  options: DemoOptions,
  { enough, signal, started, judge }: Course,
): Promise<void> {
  process.stderr.write('Starting a Redis, the simulator and the relay …\n');
  const addresses = await stack.start(options.speakingMs);
  process.stderr.write(`Console: ${addresses.relay}/  (Ctrl-C ends it)\n`);
  const demo = new Demo(addresses, options, enough, signal);
  started();
  const course = async (): Promise<void> => {
    judge(await demo.run());
    if (!options.keep || enough.aborted) return;
    process.stderr.write(
      `Still running, until Ctrl-C. Beside it:\n  ${join('bin', 'live-relay')} --config ` +
        `${join(stack.folder, 'relay.yaml')} status --watch\n`,
    );
    judge(await demo.goOn());
  };
  await Promise.race([course(), stack.failed()]);
}
