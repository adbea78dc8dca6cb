import { exchange, type Exchange } from '../../http/exchange.js';
import type { Transport } from '../../http/late-transport.js';
import { createTransport } from '../../http/transport.js';
import { RequestUrl } from '../../request-url.js';
import { CredentialError } from '../credential-error.js';
import { readKeys } from './read-keys.js';
import { renewAtOf } from '../renewed-credential.js';
import type { TemporaryKeys } from './renewed-keys.signer.js';

/** The metadata service of an ECS: a link-local address, never through a proxy. */
export const ECS_METADATA = 'http://169.254.169.254';

/**
 * Fetches the temporary keys of an ECS's agency from its metadata service: with a session token
 * (v2) if the service issues one, else without (v1).
 * @param origin of the metadata service; {@link ECS_METADATA}.
 * @throws {CredentialError} if there are none: retriable if the service cannot be reached.
 * @see https://support.huaweicloud.com/usermanual-ecs/ecs_03_0166.html
 */
export async function fetchEcsKeys(origin: string, now: () => number): Promise<TemporaryKeys> {
  const transport = createTransport({ connectionsPerOrigin: 1, connectTimeoutMs: TIMEOUT_MS });
  try {
    const token = await sessionToken(transport, origin);
    const headers = token === undefined ? {} : { 'x-metadata-token': token };
    const answered = await ask(transport, 'GET', `${origin}${KEYS_PATH}`, headers);
    return keysOf(answered, now());
  } finally {
    await transport.close();
  }
}

/** @returns `undefined` if the service issues none: it is of the first version. */
async function sessionToken(transport: Transport, origin: string): Promise<string | undefined> {
  const headers = { 'x-metadata-token-ttl-seconds': String(TOKEN_TTL_SECONDS) };
  const { status, text } = await ask(transport, 'PUT', `${origin}${TOKEN_PATH}`, headers);
  if (WITHOUT_TOKENS.has(status)) return undefined;
  const token = text.trim();
  if (status === 200 && /^[!-~]{1,4096}$/u.test(token)) return token;
  throw refusal(status, 'gave no session token');
}

async function ask(
  transport: Transport,
  method: 'GET' | 'PUT',
  address: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  const url = RequestUrl.parse(address);
  if (url === undefined) throw new TypeError('A metadata service without an http(s) origin.');
  const result: Exchange = await exchange(transport, {
    method,
    url,
    headers,
    timeoutMs: TIMEOUT_MS,
    answerBytesMax: ANSWER_BYTES_MAX,
  });
  if (result.kind === 'answered') {
    return { status: result.answer.status, text: result.answer.body.toString('utf8') };
  }
  const giverCode = result.kind === 'failed' ? (result.code ?? result.reason) : 'not sent';
  const message = `The metadata service cannot be reached (${giverCode}). auth of type ecs works on a Huawei Cloud ECS alone.`;
  throw new CredentialError(message, { retriable: true, giver: GIVER, giverCode });
}

function keysOf({ status, text }: { status: number; text: string }, now: number): TemporaryKeys {
  if (status !== 200) throw refusal(status, 'gave no keys');
  const keys = readKeys(text);
  if (typeof keys === 'string') throw refusal(status, `gave no keys: its answer ${keys}`);
  const expiresAt = keys.expiresAt ?? now + LIFE_MS;
  return { ...keys, obtainedAt: now, expiresAt, renewAt: renewAtOf(now, expiresAt, AHEAD_MS) };
}

function refusal(status: number, what: string): CredentialError {
  const giverCode = `status ${status}`;
  const busy = status === 429 || status >= 500;
  const wayOut = busy ? '' : ' Give the ECS an agency that may use MetaStudio.';
  const message = `The metadata service ${what} (${giverCode}).${wayOut}`;
  return new CredentialError(message, { retriable: busy, giver: GIVER, giverCode });
}

const GIVER = 'the metadata service';
const TOKEN_PATH = '/meta-data/latest/api/token';
const KEYS_PATH = '/openstack/latest/securitykey';
const TOKEN_TTL_SECONDS = 21_600;
/** Answers of services of the first version to a request for a token. */
const WITHOUT_TOKENS: ReadonlySet<number> = new Set([404, 405, 503]);
const TIMEOUT_MS = 3000;
const ANSWER_BYTES_MAX = 65_536;
/** The service has new keys ten minutes before the old ones end. */
const AHEAD_MS = 10 * 60_000;
/** The assumed lifetime of keys without an expiry; real ones live for at least an hour. */
const LIFE_MS = 15 * 60_000;
