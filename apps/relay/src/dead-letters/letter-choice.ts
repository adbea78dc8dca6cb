import { DeadLetters, type BufferKeys, type BufferRedis, type DeadLetter } from '#event-buffer';

/** Which dead letters are meant. An absent criterion excludes none. */
export interface LetterChoice {
  readonly targets: readonly string[];
  readonly ids?: readonly string[] | undefined;
  readonly bridge?: string | undefined;
  readonly code?: string | undefined;
}

/** Where dead letters are kept. */
export interface LetterStore {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
}

/** Letters of one target, in order. */
export interface ChosenLetters {
  readonly target: string;
  readonly letters: readonly DeadLetter[];
  /** How many letters were skipped, since this version cannot read them. */
  readonly unreadable: number;
}

/** What the id of a letter looks like. */
export const LETTER_ID = /^\d{1,16}-\d{1,16}$/;

/** Whether a letter has the bridge and the code of a choice. */
export function isChosen({ bridge, code }: LetterChoice, letter: DeadLetter): boolean {
  return (
    (bridge === undefined || letter.bridge === bridge) &&
    (code === undefined || letter.code === code)
  );
}

/**
 * The chosen letters, the oldest of each target first, a page at a time. Letters that are added
 * meanwhile are left out, so that it ends.
 */
export async function* chosenLetters(
  { redis, keys }: LetterStore,
  choice: LetterChoice,
): AsyncGenerator<ChosenLetters> {
  const { ids } = choice;
  const dead = new DeadLetters(redis, keys);
  const targets = await dead.targetsWithLetters(choice.targets);
  const latest = await Promise.all(targets.map(async (target) => dead.latest(target)));
  for (const [i, target] of targets.entries()) {
    if (ids !== undefined) {
      const found = await Promise.all(ids.map(async (id) => dead.find(target, id)));
      const letters = found
        .filter((letter) => letter !== undefined)
        .filter((letter) => isChosen(choice, letter));
      if (letters.length > 0) yield { target, letters, unreadable: 0 };
      continue;
    }
    let from = latest[i] === undefined ? undefined : '-';
    while (from !== undefined) {
      const page = await dead.page(target, from, latest[i]);
      const letters = page.letters.filter((letter) => isChosen(choice, letter));
      yield { target, letters, unreadable: page.unreadable.length };
      from = page.next;
    }
  }
}

/** How many letters are chosen. */
export async function countLetters(store: LetterStore, choice: LetterChoice): Promise<number> {
  let count = 0;
  for await (const { letters } of chosenLetters(store, choice)) count += letters.length;
  return count;
}
