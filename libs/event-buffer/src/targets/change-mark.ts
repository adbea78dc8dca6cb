import { randomBytes } from 'node:crypto';

const PROCESS = randomBytes(6).toString('base64url');
let count = 0;

/**
 * A mark that no change of a target has ever had, in any process: not a counter, which a Redis that
 * lost its last seconds would repeat.
 */
export function nextMark(): string {
  return PROCESS + (count++).toString(36);
}
