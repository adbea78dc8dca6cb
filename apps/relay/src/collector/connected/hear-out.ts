import { pause } from '#timing';

/** How long a source reads on once its successor is connected, for what was sent before that, in ms. */
const OVERLAP_MS = 300;
/** How long at most it reads on where its appends are behind, in ms. */
const BEHIND_MS = 2000;

/** Waits for what was sent before the successor was connected: nobody else receives that. */
export async function hearOut(bridge: { readonly isBehind: boolean }): Promise<void> {
  const until = performance.now() + BEHIND_MS;
  do await pause(OVERLAP_MS);
  while (bridge.isBehind && performance.now() < until);
}
