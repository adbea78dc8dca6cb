/**
 * What an operator wants of a target: it is reported (`running`), it waits (`paused`), or only paid
 * events are reported and all others dropped, while a person speaks (`held`).
 */
// In the order in which the settle script numbers them.
export const CONTROL_STATES = ['running', 'paused', 'held'] as const;
export type ControlState = (typeof CONTROL_STATES)[number];

export interface TargetControl {
  /** Grows with each change; 0: it was never changed. */
  readonly revision: number;
  readonly state: ControlState;
  /** Since when, ms since 1970 by Redis's clock, and who wanted it. Absent at revision 0. */
  readonly at?: number;
  readonly by?: string;
}

const UNTOUCHED: TargetControl = { revision: 0, state: 'running' };

/** Reads the `control` of a target's hash. Unreadable text counts as never changed. */
export function targetControlOf(text: string | undefined): TargetControl {
  const match = /^(\d{1,15}):(\w+):(\d{1,15}):(.*)$/u.exec(text ?? '');
  const state = CONTROL_STATES.find((one) => one === match?.[2]);
  if (match === null || state === undefined || match[1] === '0') return UNTOUCHED;
  return { revision: Number(match[1]), state, at: Number(match[3]), by: match[4]! };
}
