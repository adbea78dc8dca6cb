import type { WebSocket } from 'ws';

/** The most unread bytes for which a peer still gets pongs. */
const UNREAD_BYTES_MAX = 64 * 1024;

/**
 * Answers only the latest ping of each turn of the event loop, in place of `autoPong`, which must
 * be off. RFC 6455 asks for no more, and a flood of pings must not become one of pongs.
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.5.3
 */
export function answerLatestPing(socket: WebSocket): void {
  let latest: Buffer | undefined;
  const answer = (): void => {
    const data = latest;
    latest = undefined;
    if (socket.readyState !== socket.OPEN || socket.bufferedAmount > UNREAD_BYTES_MAX) return;
    // A close follows, which reports the error.
    socket.pong(data, undefined, () => {});
  };
  socket.on('ping', (data) => {
    if (latest === undefined) setImmediate(answer);
    // A copy: a view would keep the whole read buffer alive.
    latest = Buffer.from(data);
  });
}
