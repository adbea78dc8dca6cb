import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { deflateSync } from 'node:zlib';
import type { StandInClient } from './stand-in-server.js';

/** The only project that {@link StandInBilibili} knows, and the code of its room. */
export const BILIBILI_APP = {
  code: 'BA1CDE2FGH3J4',
  appId: 1_700_000_000_001,
  accessKeyId: 'key-id-0123',
  accessKeySecret: 'key-secret-0123',
} as const;

const HEADERS = { 'Content-Type': 'application/json', Connection: 'close' };

/**
 * Bilibili's live open platform with one project and one room. `answer` is its HTTP API, which
 * checks signatures; `accept` is its room, which requires the auth body of the newest session.
 * @see https://open-live.bilibili.com/document/
 */
export class StandInBilibili {
  /** Calls in order, as `start`, `heartbeat game-1`. */
  readonly calls: string[] = [];
  /** The codes of the next answers to calls of a name, in place of 0. */
  readonly codes = new Map<string, number[]>();
  gameIdOf = (serial: number): string => `game-${serial}`;
  linksOf = (host: string): string[] => [`ws://${host}/sub`];
  /**
   * The sessions that Bilibili has closed by itself: their next heartbeat is answered with 7003.
   */
  readonly closed = new Set<string>();
  #serial = 0;

  readonly answer = (request: IncomingMessage, response: ServerResponse): void => {
    void this.#answer(request, response);
  };

  /** The room's side of a new socket: accepts it, and echoes heartbeats. */
  readonly accept = async (client: StandInClient): Promise<void> => {
    const first = (await client.said((frame) => bilibiliOperation(frame) === 7)) as Buffer;
    const { key } = JSON.parse(first.subarray(16).toString());
    client.send(
      bilibiliPacket(8, 1, key === `key of ${this.#serial}` ? '{"code":0}' : '{"code":-101}'),
    );
    client.socket.on('message', (raw: Buffer) => {
      const reply = bilibiliPacket(3, 1, Buffer.from([0, 0, 0, 1]));
      if (bilibiliOperation(raw) === 2) client.send(Buffer.concat([reply, raw.subarray(16)]));
    });
  };

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const name = /^\/v2\/app\/(start|heartbeat|end)$/.exec(request.url ?? '')?.[1] ?? '';
    const fields = JSON.parse(body);
    const answer = this.#route(name, fields, request, body);
    response.writeHead(200, HEADERS).end(JSON.stringify({ message: '', ...answer }));
  }

  #route(
    name: string,
    fields: Record<string, unknown>,
    { headers }: IncomingMessage,
    body: string,
  ): { code: number; data?: object } {
    this.calls.push([name, fields['game_id']].filter(Boolean).join(' '));
    if (headers.authorization !== signatureOf(headers, body)) return { code: 4002 };
    const code = this.codes.get(name)?.shift() ?? 0;
    if (code !== 0) return { code };
    if (name === 'start') return this.#start(fields, headers.host ?? '');
    return { code: this.closed.has(String(fields['game_id'])) ? 7003 : 0 };
  }

  #start(fields: Record<string, unknown>, host: string): { code: number; data?: object } {
    if (fields['code'] !== BILIBILI_APP.code) return { code: 7007 };
    if (fields['app_id'] !== BILIBILI_APP.appId) return { code: 4000 };
    const game_id = this.gameIdOf(++this.#serial);
    const auth_body = JSON.stringify({ roomid: 42, protover: 2, key: `key of ${this.#serial}` });
    const websocket_info = { auth_body, wss_link: this.linksOf(host) };
    return { code: 0, data: { game_info: { game_id }, websocket_info, anchor_info: {} } };
  }
}

function signatureOf(headers: IncomingMessage['headers'], body: string): string | undefined {
  if (headers['x-bili-content-md5'] !== createHash('md5').update(body).digest('hex')) return;
  const names = Object.keys(headers).filter((name) => name.startsWith('x-bili-'));
  const lines = names.sort().map((name) => `${name}:${String(headers[name])}`);
  const hmac = createHmac('sha256', BILIBILI_APP.accessKeySecret);
  return hmac.update(lines.join('\n')).digest('hex');
}

/** One packet of the room's binary protocol. */
export function bilibiliPacket(operation: number, version: number, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(16);
  head.writeUInt32BE(16 + bytes.length, 0);
  head.writeUInt16BE(16, 4);
  head.writeUInt16BE(version, 6);
  head.writeUInt32BE(operation, 8);
  return Buffer.concat([head, bytes]);
}

/** Commands as the room sends them: together, compressed. */
export function bilibiliCommands(...all: readonly object[]): Buffer {
  const inner = all.map((command) => bilibiliPacket(5, 0, JSON.stringify(command)));
  return bilibiliPacket(5, 2, deflateSync(Buffer.concat(inner)));
}

/** The operation of a packet; -1 if the frame is none. */
export function bilibiliOperation(frame: string | Buffer): number {
  return typeof frame === 'string' || frame.length < 16 ? -1 : frame.readUInt32BE(8);
}
