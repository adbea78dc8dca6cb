import { createHash } from 'node:crypto';
import type { StandInClient } from './stand-in-server.js';

/** A request to Streamer.bot. */
export interface StreamerbotRequest {
  readonly request: string;
  readonly id: string;
  readonly authentication?: string;
  readonly events?: Readonly<Record<string, readonly string[]>>;
}

const SALT = 'c2FsdC1vZi10aGUtc2VydmVy';
const CHALLENGE = 'Y2hhbGxlbmdlLW9mLXRoZS1zZXJ2ZXI=';

/** The greeting of a Streamer.bot without a password. */
export const STREAMERBOT_HELLO = {
  request: 'Hello',
  info: { name: 'Streamer.bot', version: '1.0.4' },
} as const;

/**
 * A Streamer.bot with a password: greets a client, checks its answer to the challenge, and confirms
 * its subscription.
 * @see https://docs.streamer.bot/api/websocket
 */
export async function serveStreamerbot(client: StandInClient, password: string): Promise<void> {
  const authentication = { salt: SALT, challenge: CHALLENGE };
  client.send(JSON.stringify({ ...STREAMERBOT_HELLO, authentication }));
  const shown = await streamerbotAsked(client, 'Authenticate');
  const expected = digestOf(`${digestOf(`${password}${SALT}`)}${CHALLENGE}`);
  const isRight = shown.authentication === expected;
  answerStreamerbot(client, shown, isRight ? 'ok' : 'error');
  if (isRight) answerStreamerbot(client, await streamerbotAsked(client, 'Subscribe'));
}

/** Resolves with the first request of a name, past or future. */
export async function streamerbotAsked(
  client: StandInClient,
  request: string,
): Promise<StreamerbotRequest> {
  const read = (frame: string | Buffer) => JSON.parse(frame.toString()) as StreamerbotRequest;
  return read(await client.said((frame) => read(frame).request === request));
}

/** Answers a request, under its id. */
export function answerStreamerbot(
  client: StandInClient,
  { id }: StreamerbotRequest,
  status = 'ok',
): void {
  client.send(JSON.stringify({ id, status }));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
