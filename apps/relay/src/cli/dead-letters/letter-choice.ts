import { nearestKey } from '#config';
import { DeadLetters, type DeadLetter } from '#event-buffer';
import type { CliContext } from '../cli-context.js';
import { textOption, wordsOption, type GivenOptions } from '../listing/filter-options.js';
import type { CliBuffer } from '../with-buffer.js';
import { writeLines } from '../write-lines.js';

/** Which dead letters a command is about. What is absent chooses nothing out. */
export interface LetterChoice {
  readonly targets: readonly string[];
  readonly ids?: readonly string[] | undefined;
  readonly bridge?: string | undefined;
  readonly code?: string | undefined;
}

/** The options of {@link letterChoice}. */
export const CHOICE_OPTIONS = [
  ['--target <target>', 'only of this target (project/room or project/room/job)'],
  ['--bridge <name>', 'only of this bridge'],
  ['--code <code>', "only those with this error code of MetaStudio's"],
] as const;
export const ID_OPTION = ['--id <ids>', 'only these, with commas between'] as const;
/** For commands that change something: nothing is chosen by leaving everything out. */
export const ALL_OPTION = ['--all', 'all of them'] as const;

/**
 * Reads the choice off a command line.
 *
 * @returns `undefined` where it is wrong; why stands on standard error then.
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
  if (ids !== undefined && !ids.every((id) => ID.test(id))) {
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

/** The same for a command that changes something: it must be said which, or all. */
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

/** Letters of one target, in order. */
export interface ChosenLetters {
  readonly target: string;
  readonly letters: readonly DeadLetter[];
  /** How many were passed that this version cannot read. */
  readonly unreadable: number;
}

/**
 * The chosen letters, the oldest of each target first, a page at a time. What becomes a dead
 * letter meanwhile is not among them, so it ends.
 */
export async function* chosenLetters(
  buffer: CliBuffer,
  { targets, ids, bridge, code }: LetterChoice,
): AsyncGenerator<ChosenLetters> {
  const dead = new DeadLetters(buffer.redis, buffer.keys);
  const isChosen = (letter: DeadLetter): boolean =>
    (bridge === undefined || letter.bridge === bridge) &&
    (code === undefined || letter.code === code);
  const latest = await Promise.all(targets.map(async (target) => dead.latest(target)));
  for (const [i, target] of targets.entries()) {
    if (ids !== undefined) {
      const found = await Promise.all(ids.map(async (id) => dead.find(target, id)));
      const letters = found.filter((letter) => letter !== undefined).filter(isChosen);
      if (letters.length > 0) yield { target, letters, unreadable: 0 };
      continue;
    }
    let from = latest[i] === undefined ? undefined : '-';
    while (from !== undefined) {
      const page = await dead.page(target, from, latest[i]);
      const letters = page.letters.filter(isChosen);
      yield { target, letters, unreadable: page.unreadable.length };
      from = page.next;
    }
  }
}

/** How many letters are chosen. */
export async function countLetters(buffer: CliBuffer, choice: LetterChoice): Promise<number> {
  let count = 0;
  for await (const { letters } of chosenLetters(buffer, choice)) count += letters.length;
  return count;
}

const ID = /^\d{1,16}-\d{1,16}$/u;
