import { Command, CommanderError } from 'commander';
import type { CliCommand, CliContext, CliOptions } from './cli-context.js';
import { EXIT, type ExitCode } from './exit-code.js';

/**
 * Runs one command line.
 *
 * @param args what follows the program's name.
 * @returns what the process shall exit with, once its output is written.
 */
export async function runCommandLine(
  args: readonly string[],
  commands: readonly CliCommand[],
  context: CliContext,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = createProgram(context);
  for (const command of commands) {
    addCommand(program, command, async (options) => {
      exitCode = await command.run(options, context);
    });
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has written what is wrong, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.unusable;
    throw error;
  }
}

function createProgram({ stdout, stderr, environment, version }: CliContext): Command {
  const config = environment['RELAY_CONFIG'];
  return new Command('live-relay')
    .description(
      'Carries what viewers do in live chats to Huawei Cloud MetaStudio, so that a virtual human ' +
        'can answer them.',
    )
    .version(version)
    .option(
      '-c, --config <file>',
      'the configuration (default: relay.yaml, or RELAY_CONFIG)',
      config === undefined || config === '' ? 'relay.yaml' : config,
    )
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    })
    .configureHelp({ optionDescription: (option) => option.description })
    .exitOverride()
    .addHelpText('after', PROGRAM_DETAILS);
}

const PROGRAM_DETAILS = `
Variables come from the environment and from .env in the current folder; .env.example has them all.

Exit codes: 0 done; 1 it ran, and the answer is bad; 2 it could not run.`;

function addCommand(
  program: Command,
  { name, summary, details, options }: CliCommand,
  action: (options: CliOptions) => Promise<void>,
): void {
  const command = program.command(name).summary(summary).description(summary).exitOverride();
  for (const [flags, description] of options) {
    const required = description.startsWith(REQUIRED);
    if (required) command.requiredOption(flags, description.slice(REQUIRED.length));
    else command.option(flags, description);
  }
  command.addHelpText('after', `\n${details}`);
  command.action(() => action(command.optsWithGlobals<CliOptions>()));
}

/** An option's description begins with it where the command cannot do without. */
export const REQUIRED = '(required) ';
