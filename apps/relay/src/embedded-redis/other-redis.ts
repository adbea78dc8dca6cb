import { pause } from '#timing';
import { connect } from 'node:net';
import type { Secret } from '#secret';
import type { EmbeddedPlace } from './embedded-place.js';
import { START_MS_MAX } from './embedded-redis.js';

/**
 * How long a server whose relay was killed may take to end, in ms; one that is still there then
 * belongs to another relay.
 */
const LEFT_MS_MAX = 5000;
/** How long the server of another relay that starts now is waited for, in ms. */
const OTHER_MS_MAX = START_MS_MAX + 5000;

/**
 * The Redis that another process of the relay runs on the same folder, also one that is starting;
 * waits for one that is ending. Where there is none, or its process is no more, the folder is claimed.
 *
 * @param stopped ends the waiting: there is none then.
 * @throws EmbeddedRedisError where another process has the folder, and its server does not get ready.
 */
export async function redisOfAnother(
  place: EmbeddedPlace,
  stopped: AbortSignal,
): Promise<Secret | undefined> {
  const began = performance.now();
  while (!stopped.aborted) {
    const isOurs = place.claim.take();
    const url = place.running()?.url;
    if (isOurs && url === undefined) return undefined;
    const ms = performance.now() - began;
    if (ms >= LEFT_MS_MAX) {
      // After a reboot the number in the file may be any process's.
      if (url !== undefined && (await listens(url))) return url;
      if (isOurs) return undefined;
    }
    if (ms >= OTHER_MS_MAX) throw place.heldError();
    await pause(100, stopped);
  }
  return undefined;
}

async function listens(url: Secret): Promise<boolean> {
  const socket = connect(Number(new URL(url.reveal()).port), '127.0.0.1');
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}
