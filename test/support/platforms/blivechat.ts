import type { StandInClient } from './stand-in-server.js';

const HEARTBEAT = 0;
const JOIN_ROOM = 1;
const ADD_TEXT = 2;

/** A message as blivechat sends it: JSON in a binary frame. */
export function blivechatMessage(cmd: number, said: unknown): Buffer {
  return Buffer.from(JSON.stringify({ cmd, data: said }));
}

/** A comment: an array with a field at each index. */
export function blivechatText(id: string, text: string, [uid, name]: [string, string]): Buffer {
  const head = ['', 1_700_000_000, name, 0, text, 0, 0, 5, 0, 1, 0, id];
  return blivechatMessage(ADD_TEXT, [...head, '', 0, [], [], uid, '']);
}

/**
 * The server side of blivechat: sends heartbeats from the start, and closes the connection of a
 * client that has not joined a room, or that leaves too many of them unanswered in a row.
 * @see https://github.com/xfgryujk/blivechat
 */
export function serveBlivechat(client: StandInClient, everyMs = 10_000, unansweredMax = 2): void {
  let unanswered = 0;
  let joined = false;
  const beat = setInterval(() => {
    if (!joined || unanswered >= unansweredMax) return client.socket.terminate();
    unanswered += 1;
    client.send(blivechatMessage(HEARTBEAT, {}));
  }, everyMs);
  client.socket.on('close', () => clearInterval(beat));
  client.socket.on('message', (raw: Buffer) => {
    unanswered = 0;
    const { cmd, data } = JSON.parse(raw.toString());
    if (cmd === JOIN_ROOM) joined = data.roomKey !== undefined;
  });
}
