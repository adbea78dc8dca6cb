import { nearestKey } from '#config';
import { targetOf } from '../../bridges/target-of.js';
import type { CliContext, CliOptions } from '../cli-context.js';
import { textOption } from '../listing/filter-options.js';
import type { CliBuffer } from '../with-buffer.js';
import { writeLines } from '../write-lines.js';

/** The argument of commands about one target. */
export const TARGET_ARGUMENT = [
  '[target]',
  'as `status` shows it (needed where there are several)',
] as const;

/**
 * The target that the command line names; where it names none, the only one that there is.
 *
 * @returns `undefined` where there is none; standard error then says why.
 */
export async function namedTarget(
  options: CliOptions,
  { ledger, config }: CliBuffer,
  { stderr }: CliContext,
): Promise<string | undefined> {
  const written = config.bridges.map(({ target }) => targetOf(target));
  const known = [...new Set([...(await ledger.targets()), ...written])].sort();
  const named = textOption(options, 'target');
  const target = named ?? (known.length === 1 ? known[0] : undefined);
  if (target !== undefined && known.includes(target)) return target;
  const nearest = named === undefined ? undefined : nearestKey(named, known);
  const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  await writeLines(stderr, [`name a target as \`live-relay status\` shows it${meant}`]);
  return undefined;
}
