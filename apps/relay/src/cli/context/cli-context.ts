import type { Environment } from '#config';
import type { SourceCatalogue } from '#platforms';
import type { Readable, Writable } from 'node:stream';
import type { ExitCode } from './exit-code.js';
import type { Hangups } from './stop-on-signals.js';

/** Everything that a command uses of its surroundings. */
export interface CliContext {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly version: string;
  readonly environment: Environment;
  /** The environment without what a `.env` adds to it; absent where there is none. */
  readonly exported?: Environment | undefined;
  /** The source types. A command loads those that it needs before it asks for them. */
  readonly sources: SourceCatalogue;
  /** Aborts when the process is asked to stop (SIGINT, SIGTERM). */
  readonly stopped: AbortSignal;
  /** SIGHUPs to a process without a terminal; absent where there can be none. */
  readonly hangups?: Hangups | undefined;
}

/** What a command does. Resolves when it is done; never rejects for what a user can get wrong. */
export type CommandAction = (options: CliOptions, context: CliContext) => Promise<ExitCode>;

/** The options of all commands, as they were given. */
export interface CliOptions {
  /** The configuration's file. */
  readonly config: string;
  readonly [name: string]: unknown;
}

/**
 * Flags as commander writes them, with a description: `['--json', 'as JSON']`. A command does not run
 * without an option that is `required`.
 */
export type CliOption = readonly [flags: string, description: string, presence?: 'required'];

/** One command: its name, options and help, and what it does. */
export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** The further text of the help: details, exit codes. */
  readonly details: string;
  /** Command lines as examples, the most common one first. */
  readonly examples: readonly string[];
  readonly options: readonly CliOption[];
  /** What follows the name (`<id>`, or `[id]` where it may be left out), given as the option `id`. */
  readonly arguments?: readonly (readonly [syntax: string, description: string])[];
  readonly run: CommandAction;
}

/** A command that is loaded when the command line names it. */
export interface LazyCommand {
  readonly name: string;
  /** What the program's help says of it: the same as the command itself. */
  readonly summary: string;
  readonly load: () => Promise<CliCommand | CliCommandGroup>;
}

/** Commands about one thing: `dead-letters list`, `dead-letters show`. */
export interface CliCommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly details: string;
  readonly commands: readonly CliCommand[];
  /** The command of the bare name, where it is one. */
  readonly itself?: CliCommand | undefined;
}
