/** How long each condition must last before it counts, in ms. */
export interface HearingPatience {
  readonly roomMs: number;
  readonly unheardMs: number;
  /** How many frames must come, none of them understood, for `not-understood`. */
  readonly notUnderstoodMin: number;
}

export const HEARING_PATIENCE: HearingPatience = {
  roomMs: 40_000,
  unheardMs: 60_000,
  notUnderstoodMin: 3,
};

/** No patience, for a single look: every condition counts at once. */
export const NO_PATIENCE: HearingPatience = {
  roomMs: 0,
  unheardMs: 0,
  notUnderstoodMin: 1,
};
