import { Connection, type ConnectionOptions, type SourceProtocol } from '#source';
import { ConnectionLog } from './connection-log.js';

/**
 * Times of a few milliseconds for waits that tests want, and long ones for those that must not
 * happen.
 */
export const QUICK: Partial<ConnectionOptions> = {
  backoffFirstMs: 20,
  backoffLongestMs: 100,
  backoffFloorMs: 2,
  refusedDelayMs: 200,
  retryAfterMaxMs: 1_000,
  stableMs: 60_000,
  connectTimeoutMs: 60_000,
  handshakeTimeoutMs: 60_000,
  silenceMs: 60_000,
  answerMs: 60_000,
  closeTimeoutMs: 100,
  stopTimeoutMs: 60_000,
  random: () => 0.5,
};

const running: Connection[] = [];

/** A connection with quick times that the next {@link stopConnections} stops. */
export function makeConnection(
  protocol: SourceProtocol,
  options: Partial<ConnectionOptions> = {},
): { connection: Connection; log: ConnectionLog } {
  const log = new ConnectionLog();
  const connection = new Connection(protocol, log, log, { ...QUICK, ...options });
  running.push(connection);
  return { connection, log };
}

/** The same as {@link makeConnection}, and connects. */
export function connect(
  protocol: SourceProtocol,
  options: Partial<ConnectionOptions> = {},
): { connection: Connection; log: ConnectionLog } {
  const made = makeConnection(protocol, options);
  made.connection.connect();
  return made;
}

export async function stopConnections(): Promise<void> {
  await Promise.all(running.splice(0).map((connection) => connection.stop()));
}

/** The handles that keep this process alive: timers and sockets. */
export function openHandles(): number {
  const counted = new Set(['Timeout', 'TCPSocketWrap', 'GetAddrInfoReqWrap', 'TCPConnectWrap']);
  return process.getActiveResourcesInfo().filter((name) => counted.has(name)).length;
}

/** Resolves once no more handles are open than `before`: sockets take a moment to close. */
export async function untilHandlesAre(before: number): Promise<void> {
  for (let turns = 0; openHandles() > before; turns++) {
    if (turns > 100_000)
      throw new Error(`left open: ${process.getActiveResourcesInfo().join(' ')}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
