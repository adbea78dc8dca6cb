import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type {
  CliCommand,
  CliCommandGroup,
  CliContext,
  CliOptions,
  LazyCommand,
} from './context/cli-context.js';
import { EXIT, type ExitCode } from './context/exit-code.js';
import { exampleLines, filled } from './help-text.js';

/**
 * Runs one command line.
 *
 * @param args what follows the program's name.
 * @returns the exit code of the process, once its output is written.
 */
export async function runCommandLine(
  args: readonly string[],
  commands: readonly (CliCommand | CliCommandGroup | LazyCommand)[],
  context: CliContext,
): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = createProgram(context);
  const add = (to: Command, command: CliCommand): void => {
    addCommand(to, command, async (options) => {
      exitCode = await command.run(options, context);
    });
  };
  for (const known of commands) {
    // The name may stand anywhere (`help check`, `--config x check`); to load one too many does no
    // harm.
    const entry = 'load' in known && args.includes(known.name) ? await known.load() : known;
    if ('load' in entry) program.command(entry.name).summary(entry.summary);
    else if ('run' in entry) add(program, entry);
    else {
      if (entry.itself !== undefined) add(program, entry.itself);
      for (const command of entry.commands) add(groupOf(program, entry), command);
    }
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
    .description(PROGRAM_DESCRIPTION)
    .version(version)
    .option(
      '-c, --config <file>',
      'the configuration (default: relay.yaml, or RELAY_CONFIG)',
      namedFile,
      config === undefined || config === '' ? 'relay.yaml' : config,
    )
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    })
    .configureHelp({ optionDescription: (option) => option.description })
    .exitOverride()
    .addHelpText('after', filled(PROGRAM_DETAILS));
}

function namedFile(file: string): string {
  // As of a variable of the shell that is not set.
  if (file === '') throw new InvalidArgumentError('It names no file.');
  return file;
}

/** What the program is for. */
export const PROGRAM_DESCRIPTION =
  'Carries what viewers do in live chats to Huawei Cloud MetaStudio, so that a virtual human ' +
  'can answer them.';

/** What its help says below the commands. */
export const PROGRAM_DETAILS = `
Variables come from the environment, from .env in the current folder, and from .env beside the
configuration, in this order; .env.example has them all.

Exit codes: 0 done; 1 it ran, and the answer is bad, or the configuration has problems; 2 it
could not run: a wrong command, option or argument. The help of each command, and docs/ERRORS.md,
have them one by one.`;

/** The commander command of a group, made on first use. */
function groupOf(program: Command, { name, summary, details, commands }: CliCommandGroup): Command {
  const known = program.commands.find((one) => one.name() === name);
  // It has options of its own: what stands behind a command of the group is that command's.
  if (known !== undefined) return known.enablePositionalOptions();
  const group = program.command(name).summary(summary).description(summary).exitOverride();
  return group.addHelpText(
    'after',
    helpOf(
      details,
      commands.flatMap(({ examples }) => examples.slice(0, 1)),
    ),
  );
}

function addCommand(
  program: Command,
  { name, summary, details, examples, options, arguments: following = [] }: CliCommand,
  action: (options: CliOptions) => Promise<void>,
): void {
  const command = program.command(name).summary(summary).description(summary).exitOverride();
  for (const [flags, description, presence] of options) {
    if (presence === 'required') command.requiredOption(flags, description);
    else command.option(flags, description);
  }
  for (const [syntax, description] of following) command.argument(syntax, description);
  command.addHelpText('after', helpOf(details, examples));
  command.action(() => {
    const stray = strayOption(program, command);
    if (stray !== undefined) command.error(`error: unknown option '${stray}'`);
    const given = following.flatMap(([syntax], i) => {
      const value = command.args[i];
      return value === undefined ? [] : [[syntax.slice(1, -1), value] as const];
    });
    return action({ ...command.optsWithGlobals<CliOptions>(), ...Object.fromEntries(given) });
  });
}

/** An option of a group itself that was given before the name of a command that lacks it. */
function strayOption(group: Command, command: Command): string | undefined {
  if (group.parent === null) return undefined;
  const own = new Set(command.options.map(({ long }) => long));
  return group.options.find((option) => {
    return group.getOptionValueSource(option.attributeName()) === 'cli' && !own.has(option.long);
  })?.long;
}

function helpOf(details: string, examples: readonly string[]): string {
  return ['', filled(details), '', 'Examples:', ...examples.map(exampleLines)].join('\n');
}
