import { boundedSignal, pause } from '#timing';
import type { Connection, ConnectionState } from '#source';

/** How long a server has to answer a ping before it counts as one that answers none, in ms. */
const ANSWER_MS = 2000;
/** How long a source reads on once its successor is connected, for what was sent before that, in ms. */
const OVERLAP_MS = 300;
/** How long at most it reads on where its appends are behind, or its server does not answer, in ms. */
const BEHIND_MS = 2000;

/**
 * The state of a connection, which is ready only once the server has read what it is told of us: it may send nothing
 * before.
 */
export async function stateOnceHeard(
  connection: Pick<Connection, 'state' | 'roundTrip'>,
  signal: AbortSignal,
): Promise<ConnectionState> {
  if (connection.state === 'ready') {
    await connection.roundTrip(boundedSignal(ANSWER_MS, signal));
  }
  return connection.state;
}

/**
 * Waits for what was sent before the successor was connected: nobody else receives that. A server that is slow, or
 * a process that gets nothing of the processor, may take longer than any fixed time: what comes before the answer to
 * a ping was sent before it.
 */
export async function hearOut(
  bridge: { readonly isBehind: boolean },
  connection: Pick<Connection, 'roundTrip'>,
): Promise<void> {
  const enough = AbortSignal.timeout(BEHIND_MS);
  do await pause(OVERLAP_MS);
  while (bridge.isBehind && !enough.aborted);
  await connection.roundTrip(enough);
}
