import type { StandInClient } from './stand-in-server.js';

/** A packet as Douyu's server sends it. */
export function douyuPacket(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(12);
  head.writeUInt32LE(body.length + 8, 0);
  head.writeUInt32LE(body.length + 8, 4);
  head.writeUInt16LE(690, 8);
  return Buffer.concat([head, body]);
}

/** The text of a client's packet; `''` if the frame is none. */
export function douyuText(frame: string | Buffer): string {
  if (typeof frame === 'string' || frame.length < 13) return '';
  const whole = frame.readUInt32LE(0) + 4 === frame.length && frame.readUInt16LE(8) === 689;
  return whole ? frame.toString('utf8', 12, frame.length - 1) : '';
}

/** The server side of Douyu: answers the login and the heartbeats. */
export function serveDouyu(client: StandInClient): void {
  client.socket.on('message', (raw: Buffer) => {
    const text = douyuText(raw);
    if (text.startsWith('type@=loginreq/')) client.send(douyuPacket('type@=loginres/userid@=0/'));
    if (text === 'type@=mrkl/') client.send(douyuPacket(text));
  });
}
