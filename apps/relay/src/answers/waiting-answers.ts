/** What is known of the answers of a target that wait to be spoken. */
export interface WaitingAnswers {
  readonly count: number;
  /** When it was asked, in ms since 1970, by Redis's clock. */
  readonly at: number;
  /** How long the virtual human speaks for one answer, as far as it shows; 0: not known. */
  readonly speakingMs: number;
  /** When an answer was last seen to be over, or none waited; 0: not known. */
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
 * Whether MetaStudio was asked within so many ms. A time in the future, written by a clock that was
 * ahead, does not count.
 */
export function isOfLate({ at }: WaitingAnswers, now: number, withinMs: number): boolean {
  return Math.abs(now - at) < withinMs;
}

/** Generous: where many targets are asked about, each is asked rarely. */
const ANSWERS_TOLD_MS = 120_000;

/** Learns how long an answer takes from how fast the queue of answers grows shorter. */
export function learnAnswers(
  before: WaitingAnswers | undefined,
  count: number,
  at: number,
  scale = 1,
): WaitingAnswers {
  const over = before === undefined ? 0 : Math.max(0, before.count - count);
  const { speakingMs = 0 } = before ?? {};
  // After a gap nobody knows when an answer was over.
  const isAfterGap = before === undefined || at - before.at > LOOKS_APART_MS_MAX * scale;
  const overAt = isAfterGap ? at : before.overAt || at;
  const now = { count, at, speakingMs, overAt: count === 0 || over > 0 ? at : overAt };
  if (over === 0 || overAt >= at) return now;
  const each = Math.min(
    SPEAKING_MS_MAX * scale,
    Math.max(SPEAKING_MS_MIN * scale, (at - overAt) / over),
  );
  return { ...now, speakingMs: speakingMs === 0 ? each : speakingMs * 0.7 + each * 0.3 };
}

const LOOKS_APART_MS_MAX = 10_000;
const SPEAKING_MS_MIN = 1000;
const SPEAKING_MS_MAX = 60_000;
