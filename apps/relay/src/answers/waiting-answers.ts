/** What is known of the answers of a target that wait to be spoken. */
export interface WaitingAnswers {
  readonly count: number;
  /** When it was asked, in ms since 1970, by Redis's clock. */
  readonly at: number;
  /** How long the virtual human speaks for one answer, as far as it shows; 0: not known. */
  readonly speakingMs: number;
  /** When an answer was last seen to be over, and the next began; 0: not known. */
  readonly overAt: number;
}

/** Formats it for the target's hash. */
export function formatAnswers({ count, at, speakingMs, overAt }: WaitingAnswers): string {
  return `${count}:${at}:${Math.round(speakingMs)}:${overAt}`;
}

export function parseAnswers(text: string): WaitingAnswers | undefined {
  const match = /^(\d{1,9}):(\d{1,15}):(\d{1,9})(?::(\d{1,15}))?$/.exec(text);
  if (match === null) return undefined;
  const [count = 0, at = 0, speakingMs = 0, overAt = 0] = match.slice(1).map((one) => {
    return Number(one ?? 0);
  });
  return { count, at, speakingMs, overAt };
}

/**
 * Reads what a target's hash has, as a status may show it; `undefined`: nothing, or it is too old.
 */
export function answersTold(text: string | undefined, now: number): WaitingAnswers | undefined {
  const known = parseAnswers(text ?? '');
  return known !== undefined && isOfLate(known, now, ANSWERS_TOLD_MS) ? known : undefined;
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
  count: number,
  at: number,
  scale = 1,
): WaitingAnswers {
  const { speakingMs = 0 } = before ?? {};
  // After a gap it is unknown when an answer was over.
  const isAfterGap = before === undefined || at - before.at > LOOKS_APART_MS_MAX * scale;
  const overAt = isAfterGap ? 0 : before.overAt;
  const over = before === undefined ? 0 : Math.max(0, before.count - count);
  if (over === 0) {
    const silentMs = SILENT_AFTER * (speakingMs || SPEAKING_MS * scale);
    const isSilent = count === 0 && at - overAt > silentMs;
    return { count, at, speakingMs, overAt: isSilent ? 0 : overAt };
  }
  if (overAt === 0 || overAt >= at) return { count, at, speakingMs, overAt: at };
  const each = Math.min(
    SPEAKING_MS_MAX * scale,
    Math.max(SPEAKING_MS_MIN * scale, (at - overAt) / over),
  );
  const learned = speakingMs === 0 ? each : speakingMs * 0.7 + each * 0.3;
  return { count, at, speakingMs: learned, overAt: at };
}

/** How long an answer is taken to be spoken until it is known. */
export const SPEAKING_MS = 8000;
/** After this many answers' time with an empty queue the human is taken to be silent. */
const SILENT_AFTER = 2;
const LOOKS_APART_MS_MAX = 10_000;
const SPEAKING_MS_MIN = 1000;
const SPEAKING_MS_MAX = 60_000;
