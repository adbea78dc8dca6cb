import type {
  CliCommand,
  CliCommandGroup,
  CliOption,
  LazyCommand,
} from '../context/cli-context.js';

/** A command as it is typed, and what may follow it. */
export interface CommandOutline {
  /** What is typed: `targets resume`. */
  readonly path: string;
  readonly summary: string;
  readonly details: string;
  readonly examples: readonly string[];
  readonly options: readonly OptionOutline[];
  readonly arguments: readonly (readonly [syntax: string, description: string])[];
  /** The names that may follow. */
  readonly within: readonly (readonly [name: string, summary: string])[];
}

export interface OptionOutline {
  /** As commander writes them: `-c, --config <file>`. */
  readonly flags: string;
  readonly description: string;
  /** `--config`. */
  readonly long: string;
  /** The placeholder of its value, without brackets; absent for a switch. */
  readonly value?: string | undefined;
  readonly isRequired: boolean;
}

/** What every command takes. */
export const COMMON_OPTIONS: readonly OptionOutline[] = [
  optionOf(['-c, --config <file>', 'the configuration (default: relay.yaml, or RELAY_CONFIG)']),
  optionOf(['-h, --help', 'what the command does, with examples']),
];

/** Loads every command, and outlines each, in the order of the table. */
export async function outlineOf(table: readonly LazyCommand[]): Promise<CommandOutline[]> {
  const outlines: CommandOutline[] = [];
  for (const { load } of table) {
    const loaded = await load();
    if ('run' in loaded) outlines.push(ofCommand(loaded.name, loaded));
    else outlines.push(...ofGroup(loaded));
  }
  return outlines;
}

function ofGroup({ name, summary, details, itself, commands }: CliCommandGroup): CommandOutline[] {
  const own: CommandOutline =
    itself === undefined
      ? { path: name, summary, details, examples: [], options: [], arguments: [], within: [] }
      : ofCommand(name, itself);
  const within = commands.map((one) => [one.name, one.summary] as const);
  return [{ ...own, within }, ...commands.map((one) => ofCommand(`${name} ${one.name}`, one))];
}

function ofCommand(path: string, command: CliCommand): CommandOutline {
  const { summary, details, examples, options, arguments: following = [] } = command;
  return {
    path,
    summary,
    details,
    examples,
    options: options.map((one) => optionOf(one)),
    arguments: following,
    within: [],
  };
}

function optionOf([flags, description, presence]: CliOption): OptionOutline {
  const isRequired = presence === 'required';
  const [long = flags] = /--[a-z-]+/u.exec(flags) ?? [];
  const [, value] = /<([^>]+)>/u.exec(flags) ?? [];
  return { flags, description, long, value, isRequired };
}
