import type { ScoredEvent, Verdict } from './scored-event.js';
import type { EntryPolicy } from '../choose-policy.js';

/**
 * Chooses among one window's entering viewers: those who are worth most, each once.
 * @param greeted viewers whose entry was already reported in this show.
 */
export function chooseEntries(
  candidates: readonly ScoredEvent[],
  greeted: ReadonlySet<string>,
  { n, oncePerShow }: Pick<EntryPolicy, 'n' | 'oncePerShow'>,
): Verdict[] {
  const verdicts: Verdict[] = [];
  const here = new Set<string>();
  const left: number[] = [];
  for (const [place, { user }] of candidates.entries()) {
    const isKnown = here.has(user) || (oncePerShow && greeted.has(user));
    verdicts.push(isKnown ? { kind: 'greeted' } : { kind: 'not_chosen', over: undefined });
    if (!isKnown) left.push(place);
    here.add(user);
  }
  const score = (place: number): number => candidates[place]!.score;
  left.sort((a, b) => score(b) - score(a) || a - b);
  const last = left.slice(0, n).at(-1);
  for (const [rank, place] of left.entries()) {
    verdicts[place] =
      rank < n
        ? { kind: 'chosen', asked: 1 }
        : { kind: 'not_chosen', over: last === undefined ? undefined : candidates[last]!.key };
  }
  return verdicts;
}
