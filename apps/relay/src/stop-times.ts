import { LEAVE_MS_MAX } from './collector/share/hand-over-all.js';

/** The longest time that each part of a stop takes, even if something hangs, in ms. */
export const COLLECTOR_STOP_MS = 12_000;
export const REPORTER_STOP_MS = 13_000;
export const CLOSE_MS = 1000;
/** How much closes one after another behind the roles: three parts, two networks, what the API has. */
const LAST_PARTS = 6;

/** Of the hand-over of a collector that has others beside it. RUNBOOK.md tells these, and a test compares. */
export const HAND_OVER_MS_MAX = LEAVE_MS_MAX + CLOSE_MS;
/** Of all that follows. */
export const STOP_MS_MAX =
  Math.max(COLLECTOR_STOP_MS, REPORTER_STOP_MS) + (1 + LAST_PARTS) * CLOSE_MS;
