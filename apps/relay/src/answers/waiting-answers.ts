/** What is known of the answers of a target that wait to be spoken. */
export interface WaitingAnswers {
  readonly count: number;
  /** When it was asked, in ms since 1970, by Redis's clock. */
  readonly at: number;
  /** How long the virtual human speaks for one answer, as far as it shows; 0: not known. */
  readonly speakingMs: number;
  /** When an answer was last seen to be over, and the next began; 0: not known. */
  readonly overAt: number;
  /** The live job that they wait in; absent: an older version counted them. */
  readonly liveJob?: string | undefined;
}

/** Formats it for the target's hash. */
export function formatAnswers({ count, at, speakingMs, overAt, liveJob }: WaitingAnswers): string {
  const text = `${count}:${at}:${Math.round(speakingMs)}:${overAt}`;
  return liveJob === undefined ? text : `${text}:${liveJob}`;
}

export function parseAnswers(text: string): WaitingAnswers | undefined {
  const match = /^(\d{1,9}):(\d{1,15}):(\d{1,9})(?::(\d{1,15})(?::(.+))?)?$/.exec(text);
  if (match === null) return undefined;
  const [count = 0, at = 0, speakingMs = 0, overAt = 0] = match.slice(1, 5).map((one) => {
    return Number(one ?? 0);
  });
  const [, , , , , liveJob] = match;
  return { count, at, speakingMs, overAt, liveJob };
}

/**
 * Reads what a target's hash has, as a status may show it; `undefined`: nothing, it is too old, or it is of
 * another live job than the target has now.
 */
export function answersTold(
  text: string | undefined,
  now: number,
  liveJob: string | undefined,
): WaitingAnswers | undefined {
  const known = parseAnswers(text ?? '');
  if (known === undefined || !isOfJob(known, liveJob)) return undefined;
  return isOfLate(known, now, ANSWERS_TOLD_MS) ? known : undefined;
}

/** Whether they wait in this live job, as far as it is known. */
export function isOfJob(known: WaitingAnswers, liveJob: string | undefined): boolean {
  return known.liveJob === undefined || known.liveJob === liveJob;
}

/** What is known after somebody has dropped all that waited; what is being spoken goes on. */
export function clearedAnswers(known: WaitingAnswers, at: number): WaitingAnswers {
  return { ...known, count: 0, at, overAt: 0 };
}

/**
 * Whether MetaStudio was asked within this many ms. A time in the future, written by a clock that was
 * ahead, does not count.
 */
export function isOfLate({ at }: WaitingAnswers, now: number, withinMs: number): boolean {
  return Math.abs(now - at) < withinMs;
}

/** Generous: where many targets are asked about, each is asked rarely. */
const ANSWERS_TOLD_MS = 120_000;

/**
 * Learns how long an answer takes, from the times at which one after the other left the queue. What is being
 * spoken waits no more, so an empty queue does not tell whether the human speaks: of the first answer that
 * leaves it nobody knows since when the one before was spoken.
 */
export function learnAnswers(
  before: WaitingAnswers | undefined,
  { count, at, liveJob }: Pick<WaitingAnswers, 'count' | 'at' | 'liveJob'>,
  scale = 1,
): WaitingAnswers {
  const { speakingMs = 0 } = before ?? {};
  const isSameQueue = before !== undefined && isOfJob(before, liveJob);
  // After a gap it is unknown when an answer was over.
  const isAfterGap = !isSameQueue || at - before.at > LOOKS_APART_MS_MAX * scale;
  const overAt = isAfterGap ? 0 : before.overAt;
  const over = isSameQueue ? Math.max(0, before.count - count) : 0;
  if (over === 0) {
    const silentMs = SILENT_AFTER * (speakingMs || SPEAKING_MS * scale);
    const isSilent = count === 0 && at - overAt > silentMs;
    return { count, at, speakingMs, overAt: isSilent ? 0 : overAt, liveJob };
  }
  const leastMs = Math.min(speakingMs, SPEAKING_MS * scale) / FASTER_MAX;
  // The first may have been all but over; so many others were not spoken since, but dropped.
  if ((over - 1) * Math.max(SPEAKING_MS_MIN * scale, leastMs) > at - before!.at) {
    return { count, at, speakingMs, overAt: 0, liveJob };
  }
  if (overAt === 0 || overAt >= at) return { count, at, speakingMs, overAt: at, liveJob };
  const each = Math.min(
    SPEAKING_MS_MAX * scale,
    Math.max(SPEAKING_MS_MIN * scale, (at - overAt) / over),
  );
  const learned = speakingMs === 0 ? each : speakingMs * 0.7 + each * 0.3;
  return { count, at, speakingMs: learned, overAt: at, liveJob };
}

/** How long an answer is taken to be spoken until it is known. */
export const SPEAKING_MS = 8000;
/** After this many answers' time with an empty queue the human is taken to be silent. */
const SILENT_AFTER = 2;
/** Several answers at once are taken for spoken where each was at most so many times as fast as known. */
const FASTER_MAX = 3;
const LOOKS_APART_MS_MAX = 10_000;
const SPEAKING_MS_MIN = 1000;
const SPEAKING_MS_MAX = 60_000;
