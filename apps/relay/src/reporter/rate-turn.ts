/** Clocks of reporters may differ by a little; a token granted that far ahead is good. */
const GRANT_SLACK_MS = 20;
/** A turn that was not taken for so long is over. */
const GRANT_LIVES_MS = 10_000;

/** Whether a turn that was granted for a moment, in ms since 1970, has come; 0: none was. */
export function isDue(grantedAt: number): boolean {
  const since = Date.now() - grantedAt;
  return grantedAt > 0 && since >= -GRANT_SLACK_MS && since < GRANT_LIVES_MS;
}
