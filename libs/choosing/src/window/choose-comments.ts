import type { ScoredEvent, Remembered, Verdict } from './scored-event.js';
import type { CommentPolicy } from '../choose-policy.js';
import { MeaningIndex } from './groups.js';
import { WORTH } from './score.js';

/** How many of a window's best comments are compared with those chosen before. */
const LIKENED_MAX = 128;

/** Comments of a window that ask the same question. */
interface Group {
  best: number;
  bestScore: number;
  readonly members: number[];
  /** The viewers who ask it: one of them may send the same comment repeatedly. */
  readonly askers: Set<string>;
}

/**
 * Chooses among one window's comments, in the order in which they came: the best ones, each
 * question once, from the asker who is worth most; never a comment that is worth nothing.
 * @param memory what was chosen before, in any order; entries that are too old are ignored.
 * @param now the end of the window, in ms since 1970.
 * @returns a verdict for each comment.
 */
export function chooseComments(
  candidates: readonly ScoredEvent[],
  memory: readonly Remembered[],
  policy: Pick<CommentPolicy, 'n' | 'repeatSeconds' | 'turnSeconds'>,
  now: number,
): Verdict[] {
  const verdicts: Verdict[] = [];
  const asked = askedBefore(memory, now - policy.repeatSeconds * 1000);
  const hadTurn = new Set(
    memory.filter(({ at }) => at > now - policy.turnSeconds * 1000).map(({ user }) => user),
  );
  const groups: Group[] = [];
  const index = new MeaningIndex<Group>();
  for (const [place, { meaning, score, user }] of candidates.entries()) {
    verdicts.push({ kind: 'not_chosen', over: undefined });
    if (score < 0) continue;
    const before = asked.find(meaning);
    if (before !== undefined) {
      verdicts[place] = { kind: 'asked_before', of: before.key };
      continue;
    }
    const own = score + (hadTurn.has(user) ? WORTH.hadTurn : 0);
    let group = index.find(meaning);
    if (group === undefined) {
      group = { best: place, bestScore: own, members: [], askers: new Set() };
      groups.push(group);
      index.add(meaning, group);
    }
    group.members.push(place);
    group.askers.add(user);
    if (own > group.bestScore) Object.assign(group, { best: place, bestScore: own });
  }
  const chosen = takeBest(groups, candidates, policy.n, asked);
  const last = chosen.at(-1);
  for (const group of groups) {
    const { key } = candidates[group.best]!;
    const isChosen = chosen.includes(group);
    for (const place of group.members) {
      if (place !== group.best) verdicts[place] = { kind: 'asked_before', of: key };
      else if (isChosen) verdicts[place] = { kind: 'chosen', asked: group.askers.size };
      else {
        const over = last === undefined ? undefined : candidates[last.best]!.key;
        verdicts[place] = { kind: 'not_chosen', over };
      }
    }
  }
  return verdicts;
}

/** Takes the best one at a time, since a viewer who is chosen then gives way to others. */
function takeBest(
  groups: readonly Group[],
  candidates: readonly ScoredEvent[],
  n: number,
  asked: MeaningIndex<Remembered>,
): readonly Group[] {
  const best = groups
    .map((group) => ({ group, score: group.bestScore + worthOfAskers(group.askers.size) }))
    .sort(byScore)
    .slice(0, LIKENED_MAX + n);
  const left = best
    .map(({ group, score }) => {
      const like = asked.likenessOf(candidates[group.best]!.meaning);
      return { group, score: score + like * WORTH.like };
    })
    .sort(byScore);
  const chosen: Group[] = [];
  const users = new Set<string>();
  while (chosen.length < n && left.length > 0) {
    const isNew = ({ group }: { group: Group }) => !users.has(candidates[group.best]!.user);
    // Best first: the first comment of a viewer who was not chosen yet, unless one of a chosen
    // viewer is far better.
    const other = Math.max(0, left.findIndex(isNew));
    const taken = left[other]!.score >= left[0]!.score + WORTH.hadTurn ? other : 0;
    const { group } = left.splice(taken, 1)[0]!;
    chosen.push(group);
    users.add(candidates[group.best]!.user);
  }
  return chosen;
}

interface Rated {
  readonly group: Group;
  readonly score: number;
}

function byScore(a: Rated, b: Rated): number {
  return b.score - a.score || a.group.best - b.group.best;
}

function worthOfAskers(count: number): number {
  return Math.min(WORTH.asksMax, Math.log2(count) * WORTH.asksToo);
}

function askedBefore(memory: readonly Remembered[], after: number): MeaningIndex<Remembered> {
  const index = new MeaningIndex<Remembered>();
  for (const one of memory) if (one.at > after) index.add(one.meaning, one);
  return index;
}
