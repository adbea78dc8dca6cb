import { pause } from '#timing';
import type { Connection, ConnectionState } from '#source';

/** How long a source reads on once its successor is connected, for what was sent before that, in ms. */
const OVERLAP_MS = 300;
/** How long at most it reads on where its appends are behind, in ms. */
const BEHIND_MS = 2000;

/**
 * The state of a connection, which is ready only once the server has read what it is told of us: it may send nothing
 * before.
 */
export async function stateOnceHeard(
  connection: Pick<Connection, 'state' | 'roundTrip'>,
): Promise<ConnectionState> {
  if (connection.state === 'ready') await connection.roundTrip();
  return connection.state;
}

/**
 * Waits for what was sent before the successor was connected: nobody else receives that. A server that is slow, or
 * a process that gets nothing of the processor, may take longer than any fixed time: what comes before the answer to
 * a ping was sent before it.
 *
 * @param isUnread whether the socket is not read now, for longer than a moment.
 * @returns whether all of it has come, as far as that can be known: nothing comes from a socket that is not read.
 */
export async function hearOut(
  bridge: { readonly isBehind: boolean },
  connection: Pick<Connection, 'roundTrip'>,
  isUnread: () => boolean,
): Promise<boolean> {
  const until = performance.now() + BEHIND_MS;
  do await pause(OVERLAP_MS);
  while ((bridge.isBehind || isUnread()) && performance.now() < until);
  if (isUnread()) return false;
  return (await connection.roundTrip()) || !isUnread();
}
