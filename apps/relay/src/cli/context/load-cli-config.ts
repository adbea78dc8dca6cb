import {
  ENVIRONMENT_VARIABLES,
  formatProblem,
  loadConfig,
  readConfigFile,
  type ConfigResult,
  type Environment,
  type Caution,
  type Problem,
  type RelayConfig,
} from '#config';
import { dirname, resolve } from 'node:path';
import type { CliContext } from './cli-context.js';
import { onRunningRedis } from '../../embedded-redis/running-redis.js';
import { currentFolder, readDotEnv, withDotEnv, type DotEnv } from '../../process/environment.js';
import { writeLines } from '../terminal/write-lines.js';

/** A configuration without a problem. */
export type CliConfig = Extract<ConfigResult, { readonly ok: true }> & {
  /**
   * The configuration as written. In `config`, the address is that of the relay's own Redis where
   * it runs one.
   */
  readonly configured: RelayConfig;
  /** The file's. */
  readonly text: string;
  /** The environment that filled it in: that of the process, and the `.env` beside the file. */
  readonly environment: Environment;
};

/**
 * Loads the configuration for a command. A `.env` beside the file adds to the environment, too.
 *
 * @returns `undefined` where it has problems, which are on standard error then, one a line.
 */
export async function loadCliConfig(
  file: string,
  context: CliContext,
): Promise<CliConfig | undefined> {
  const { sources, stderr } = context;
  const read = readConfigFile(file);
  if (!read.ok) {
    await writeLines(stderr, [`${file} ${read.message}`]);
    return undefined;
  }
  const folder = dirname(resolve(file));
  const untold = untoldVariables(folder);
  const environment = withDotEnv(context.environment, folder);
  const values = Object.values(environment).filter((one) => one !== undefined);
  await sources.loadNamedIn([read.text, ...values]);
  const result = loadConfig({ text: read.text, environment, sources });
  const lost = lostVariables(folder, environment);
  if (result.ok) {
    const cautions = [...untold, ...lost, ...dotEnvCautions(folder), ...result.cautions];
    const config = onRunningRedis(result.config, file, environment);
    const { config: configured } = result;
    return { ...result, config, configured, cautions, text: read.text, environment };
  }
  const shown = result.problems.slice(0, PROBLEMS_SHOWN_MAX);
  const lines = shown.map((problem) => formatProblem(problem, file));
  const left = result.problems.length - shown.length;
  if (left > 0) lines.push(`… and ${left} more`);
  lines.push(...countsOf(result.problems, file));
  // They may be what is missing.
  lines.push(...[...untold, ...lost].map((caution) => `note: ${formatProblem(caution, file)}`));
  await writeLines(stderr, lines);
  return undefined;
}

/** Warns of each `.env` that cannot be read: its variables may be in the environment as well. */
function untoldVariables(folder: string): Caution[] {
  return dotEnvsOf(folder).flatMap(({ file, trouble }): Caution[] => {
    return trouble === undefined ? [] : [{ path: file!, message: trouble }];
  });
}

/** Warns of what stands in a `.env` and does not count as it is meant. */
function lostVariables(folder: string, environment: Environment): Caution[] {
  return dotEnvsOf(folder).flatMap(({ file, tooLate = [], cut = [] }): Caution[] => {
    // The environment may have it as well.
    const late = tooLate.filter((name) => environment[name] === undefined);
    return [
      ...late.map((name) => ({ path: file!, message: `${name} ${TOO_LATE}` })),
      ...cut.map((name) => ({ path: file!, message: `${name} ${IS_CUT}` })),
    ];
  });
}

const TOO_LATE =
  'does nothing here, for Node needs it as it starts: set it in the environment that starts the relay (export)';

const IS_CUT = 'ends before its #, which begins a comment: put the value in single quotes';

/** The `.env` of the current folder, and the one beside the file. */
function dotEnvsOf(folder: string): DotEnv[] {
  return [...new Set([currentFolder() ?? folder, folder])].map((one) => readDotEnv(one));
}

/** Warns of a `.env` that is not in the current folder, and so easily overlooked. */
function dotEnvCautions(folder: string): Caution[] {
  const { file, trouble } = readDotEnv(folder);
  if (folder === currentFolder() || file === undefined || trouble !== undefined) return [];
  return [{ path: '.env', message: 'variables come from the one beside the configuration, too' }];
}

/** How many problems the environment and the file have. */
function countsOf(problems: readonly Problem[], file: string): string[] {
  const ofEnvironment = problems.filter(({ path }) => ENVIRONMENT_VARIABLES.includes(path)).length;
  const ofFile = problems.length - ofEnvironment;
  return [
    ...(ofEnvironment > 0 ? [`the environment has ${problemCount(ofEnvironment)}`] : []),
    ...(ofFile > 0 ? [`${file} has ${problemCount(ofFile)}`] : []),
  ];
}

function problemCount(count: number): string {
  return count === 1 ? 'one problem' : `${count} problems`;
}

const PROBLEMS_SHOWN_MAX = 500;
