import { formatProblem, loadConfig, readConfigFile, type ConfigResult } from '#config';
import type { CliContext } from './cli-context.js';
import { writeLines } from './write-lines.js';

/** A configuration without a problem. */
export type CliConfig = Extract<ConfigResult, { readonly ok: true }> & {
  /** The file's. */
  readonly text: string;
};

/**
 * Loads the configuration for a command.
 *
 * @returns `undefined` where it has problems, which then stand on standard error, one a line.
 */
export async function loadCliConfig(
  file: string,
  { environment, sources, stderr }: CliContext,
): Promise<CliConfig | undefined> {
  const read = readConfigFile(file);
  if (!read.ok) {
    await writeLines(stderr, [`${file} ${read.message}`]);
    return undefined;
  }
  await sources.loadNamedIn([
    read.text,
    ...Object.values(environment).filter((one) => one !== undefined),
  ]);
  const result = loadConfig({ text: read.text, environment, sources });
  if (result.ok) return { ...result, text: read.text };
  const shown = result.problems.slice(0, PROBLEMS_SHOWN_MAX);
  const lines = shown.map((problem) => formatProblem(problem, file));
  const left = result.problems.length - shown.length;
  if (left > 0) lines.push(`… and ${left} more`);
  const one = result.problems.length === 1;
  lines.push(`${file} has ${one ? 'one problem' : `${result.problems.length} problems`}`);
  await writeLines(stderr, lines);
  return undefined;
}

const PROBLEMS_SHOWN_MAX = 500;
