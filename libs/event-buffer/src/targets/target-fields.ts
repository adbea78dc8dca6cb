import type { DelayCause, Parked } from './target-delay.js';

/**
 * How a field of a target's hash is written. A number is above 0, a flag is `1`; else it is absent.
 * For `cause` and `parked` see `target-delay.ts`.
 */
type Form = 'text' | 'number' | 'flag' | 'cause' | 'parked';

/** What the scripts keep of a target. Nothing else writes it. */
const KEPT_BY_SCRIPTS = {
  /** Changes with everything that a status shows of the target: see `change-mark.ts`. */
  mark: 'text',
  /** The head of the buffer: see `cursor.ts`. */
  cursor: 'text',
  /** Events behind it. */
  waiting: 'number',
  /** Events that wait to be chosen. */
  choosing: 'number',
  /** How often these two were recounted. */
  recounted: 'number',
  /** The epoch of the last drain, and the queue's job that it belongs to. */
  drain: 'text',
  job: 'text',
  /** What an operator wants: see `target-control.ts`. */
  control: 'text',
  /** How short Redis was of memory when it was last asked: 0 to 3. */
  memory: 'number',
  /**
   * When the dedupe window was last turned, ms since 1970, and how many ids it has received since.
   */
  rotated: 'number',
  ids: 'number',
  /** What was admitted in the last second: \`<second>:<count of each type>\`. */
  capped: 'text',
  /** What waits to be spoken in the room. */
  answers: 'text',
  /** How many answers MetaStudio reported as spoken, and when the last was. */
  replies: 'number',
  repliedAt: 'number',
} as const satisfies Record<string, Form>;

/** What a drain keeps of a target, so that the next one goes on from there. Times: ms since 1970. */
const KEPT_BY_DRAINS = {
  /** Why the target's next report waits, until when, and for how long at most, in ms. */
  delay: 'cause',
  delayUntil: 'number',
  delayMs: 'number',
  /** Until when the target last waited on purpose: its room had no live job, or somebody had paused it. */
  keptBackUntil: 'number',
  /** A reporter has the target parked. */
  held: 'parked',
  /**
   * The most important waiting event, while the target waits for a turn, and since when it waits.
   */
  rank: 'number',
  turnSince: 'number',
  /** Failures since the last delivery, since when, and what the last one was. */
  failures: 'number',
  failingSince: 'number',
  failing: 'text',
  pausedReason: 'text',
  pausedAt: 'number',
  reportedAt: 'number',
  /** The last reports and their outcomes, for status and console. */
  reports: 'text',
  /** From when on a turn is its own. */
  grantedAt: 'number',
  /** Events from the cursor on that may have been sent. */
  inFlight: 'number',
  /** The largest body to try after a 413, in bytes, and when that was learnt. */
  bodyMax: 'number',
  bodyMaxAt: 'number',
  remedied: 'flag',
  relocated: 'flag',
  suspicion: 'text',
  /** The live job that was last reported to, and the one that the room was last heard to run. */
  liveJob: 'text',
  openJob: 'text',
  /** The report URL in use, as the vault keeps it; since when; of which job; the print of a refused one. */
  url: 'text',
  urlAt: 'number',
  urlJob: 'text',
  urlDropped: 'text',
} as const satisfies Record<string, Form>;

const FORMS = { ...KEPT_BY_SCRIPTS, ...KEPT_BY_DRAINS };

export type TargetField = keyof typeof FORMS;
type ValueOf<F extends TargetField> = {
  readonly text: string;
  readonly number: number;
  readonly flag: boolean;
  readonly cause: DelayCause;
  readonly parked: Parked;
}[(typeof FORMS)[F]];

/** The names of all fields, except those of bridges. */
export const TARGET_FIELDS = Object.keys(FORMS) as readonly TargetField[];

/**
 * A drain's changes of its target. `undefined`, 0, `false` and the empty text remove a field;
 * fields that are not named stay unchanged.
 */
export type TargetChanges = {
  readonly [F in keyof typeof KEPT_BY_DRAINS]?: ValueOf<F> | undefined;
};

/** A field's value in the form for scripts; the empty text removes the field. */
export function textOf(value: string | number | boolean | undefined): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '1' : '';
  return value === undefined || value <= 0 || Number.isNaN(value) ? '' : String(value);
}

/** The value of a field; `undefined` if it is absent or cannot be read. */
export function readField<F extends TargetField>(
  field: F,
  text: string | null | undefined,
): ValueOf<F> | undefined {
  if (text === null || text === undefined || text === '') return undefined;
  const form: Form = FORMS[field];
  if (form === 'flag') return (text === '1') as ValueOf<F>;
  // A cause of a later version is a delay, too.
  if (form !== 'number') return text as ValueOf<F>;
  const number = Number(text);
  return Number.isFinite(number) ? (number as ValueOf<F>) : undefined;
}

export type { ValueOf as TargetValue };
