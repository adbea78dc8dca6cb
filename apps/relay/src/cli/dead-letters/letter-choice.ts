import { nearestKey } from '#config';
import { LETTER_ID, type LetterChoice } from '../../dead-letters/letter-choice.js';
import type { CliContext } from '../context/cli-context.js';
import { textOption, wordsOption, type GivenOptions } from '../listing/filter-options.js';
import type { CliBuffer } from '../context/with-buffer.js';
import { writeLines } from '../terminal/write-lines.js';

/** The options of {@link letterChoice}. */
export const CHOICE_OPTIONS = [
  ['--target <target>', 'only of this target (project/room or project/room/job)'],
  ['--bridge <name>', 'only of this bridge'],
  ['--code <code>', "only those with this error code of MetaStudio's"],
] as const;
export const ID_OPTION = ['--id <ids>', 'only these, with commas between'] as const;
/** For commands that change something: "all" must be said, not left out. */
export const ALL_OPTION = ['--all', 'all of them'] as const;

/**
 * Reads the choice off a command line.
 *
 * @returns `undefined` where it is wrong; standard error then says why.
 */
export async function letterChoice(
  given: GivenOptions,
  { ledger }: CliBuffer,
  { stderr }: CliContext,
): Promise<LetterChoice | undefined> {
  const targets = await ledger.targets();
  const target = textOption(given, 'target');
  if (target !== undefined && !targets.includes(target)) {
    const nearest = nearestKey(target, targets);
    const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
    await writeLines(stderr, [`--target is none that events were ever collected for${meant}`]);
    return undefined;
  }
  const ids = wordsOption(given, 'id');
  if (ids !== undefined && !ids.every((id) => LETTER_ID.test(id))) {
    await writeLines(stderr, ['--id must be ids as `dead-letters list` shows them']);
    return undefined;
  }
  return {
    targets: target === undefined ? targets : [target],
    ids,
    bridge: textOption(given, 'bridge'),
    code: textOption(given, 'code'),
  };
}

/** The same for a command that changes something: letters or `--all` must be named. */
export async function explicitChoice(
  given: GivenOptions,
  buffer: CliBuffer,
  context: CliContext,
): Promise<LetterChoice | undefined> {
  const named = ['id', 'target', 'bridge', 'code', 'all'].some((name) => name in given);
  if (named) return letterChoice(given, buffer, context);
  await writeLines(context.stderr, ['say which: --id, --target, --bridge, --code, or --all']);
  return undefined;
}
