import type { CommentPolicy } from '#choosing';
import type { ChoosingView } from '#event-buffer';
import { isOfJob, isOfLate, parseAnswers, SPEAKING_MS } from '../answers/waiting-answers.js';

/** A viewer waits no longer than so for an answer, where the pace is the human's. */
const ANSWERED_WITHIN_MS = 20_000;
/** Older knowledge of waiting answers counts as none, in ms. */
const KNOWN_FOR_MS = 30_000;

/** From the look at a window to its entry in the buffer. */
const CHOSEN_WITHIN_MS = 200;

type PaceView = Pick<ChoosingView, 'answers' | 'now'> &
  Partial<Pick<ChoosingView, 'bufferedSince' | 'show'>>;

/**
 * How many comments a window may let through: `n`, or less where the pace is the human's and those
 * that it lets through would wait too long behind others that are not spoken yet.
 *
 * @param chosen what was let through lately, and is not yet among the answers that MetaStudio
 * counts.
 * @param scale of all times, for tests.
 */
export function allowedNow(
  { n, pace, everySeconds }: Pick<CommentPolicy, 'n' | 'pace' | 'everySeconds'>,
  { answers, now, bufferedSince = Infinity, show }: PaceView,
  chosen: readonly { readonly at: number }[],
  scale = 1,
): number {
  if (pace === 'fixed') return n;
  const known = parseAnswers(answers);
  // Where nothing is known, one at a time is let through, at the likely pace of speech.
  // What waits in a job that has ended is not spoken, and keeps nothing of the next one back.
  const isOfShow = known !== undefined && (show === undefined || isOfJob(known, show));
  const isKnown = isOfShow && isOfLate(known, now, KNOWN_FOR_MS * scale);
  const speakingMs = (isKnown && known.speakingMs) || SPEAKING_MS * scale;
  const since = isKnown ? known.at - arrivesWithinMs(speakingMs, scale) : now - speakingMs;
  // What still waits for a report is among no answers, however long ago it was chosen.
  const from = Math.min(since, bufferedSince - CHOSEN_WITHIN_MS);
  const underWay = chosen.filter(({ at }) => at > from).length;
  const before = (isKnown ? known.count : 0) + underWay;
  // A comment has waited for its window, and then waits for all answers before its own.
  const room = (ANSWERED_WITHIN_MS * scale - everySeconds * 1000) / speakingMs - 1;
  // A human with nothing to say is given a comment, however long it takes to answer: silence
  // answers nobody.
  const least = before === 0 ? 1 : 0;
  return Math.min(n, Math.max(least, Math.floor(room) - before));
}

/**
 * From the end of a window to an answer that waits. A human who speaks for long misses nothing where
 * this is more than it takes; where it is less, as on a busy machine, one too many is let through.
 */
function arrivesWithinMs(speakingMs: number, scale: number): number {
  return Math.max(ARRIVES_MS.least * scale, Math.min(ARRIVES_MS.most * scale, speakingMs / 2));
}

const ARRIVES_MS = { least: 1500, most: 4000 };
