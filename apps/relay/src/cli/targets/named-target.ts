import { nearestKey } from '#config';
import { readKnownBridges } from '../../bridges/read-known-bridges.js';
import type { CliContext, CliOptions } from '../context/cli-context.js';
import { textOption } from '../listing/filter-options.js';
import type { CliBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';

/** The argument of commands about one target. */
export const TARGET_ARGUMENT = [
  '[target]',
  'as `status` shows it (needed where there are several)',
] as const;

/**
 * The target that the command line names; where it names none, the only one that there is.
 *
 * @param otherwise what else may be given, for the sentence that asks for a name.
 * @returns `undefined` where there is none; standard error then says why.
 */
export async function namedTarget(
  options: CliOptions,
  buffer: CliBuffer,
  { stderr }: CliContext,
  otherwise = '',
): Promise<string | undefined> {
  const known = await knownTargets(buffer);
  const named = textOption(options, 'target');
  const target = named ?? (known.length === 1 ? known[0] : undefined);
  if (target !== undefined && known.includes(target)) return target;
  const nearest = named === undefined ? undefined : nearestKey(named, known);
  const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  await writeLines(stderr, [`name a target as \`live-relay status\` shows it${otherwise}${meant}`]);
  return undefined;
}

/** The targets that ever had an event, and those of the bridges of the file and the API. */
export async function knownTargets(buffer: CliBuffer): Promise<readonly string[]> {
  const known = (await readKnownBridges(buffer)).map(({ target }) => target);
  return [...new Set([...(await buffer.ledger.targets()), ...known])].sort();
}
