import type { BridgeConfig } from '#config';
import {
  REQUESTS_PER_SECOND_DEFAULT,
  type Inbound,
  type PushedOptions,
  type PushVerifier,
} from '#platforms';
import type { Sources } from '../bridges/sources.js';
import { TokenBucket } from './token-bucket.js';

/** What the configuration tells the endpoint of a bridge that is pushed to. */
export interface IngestRoute {
  readonly name: string;
  readonly inbound: Inbound;
  readonly token: string | undefined;
  readonly verifier: PushVerifier | undefined;
  readonly rate: TokenBucket;
  /** Whether an element of an unknown kind is a mistake of its sender. */
  readonly unknownKindIsProblem: boolean;
}

/** `undefined` where the source of a bridge is not pushed to us. */
export function ingestRouteOf(
  { name, source }: Pick<BridgeConfig, 'name' | 'source'>,
  sources: Sources,
): IngestRoute | undefined {
  const inbound = sources.get(source.type)?.inbound;
  if (inbound === undefined) return undefined;
  const options: PushedOptions = source.options;
  return {
    name,
    inbound,
    token: options.token,
    verifier: inbound.verifier?.(options),
    rate: new TokenBucket(options.requestsPerSecond ?? REQUESTS_PER_SECOND_DEFAULT),
    unknownKindIsProblem: inbound.unknownKindIsProblem?.(options) ?? false,
  };
}

const PATH = /^\/ingest\/([a-z0-9][a-z0-9_.-]{0,63})$/;

/** Whether a path belongs to the ingest. */
export function isIngestPath(url: string): boolean {
  return url.startsWith('/ingest/');
}

/** The bridge that a request names, and the token in its query; `undefined`: none. */
export function addressOf(
  url: string,
): { readonly bridge: string; readonly token: string | undefined } | undefined {
  const [path = '', query] = url.split('?', 2);
  const bridge = PATH.exec(path)?.[1];
  if (bridge === undefined) return undefined;
  // Tokens hold no space, so a space was a `+` that the query did not encode.
  const token = new URLSearchParams(query).get('token')?.replaceAll(' ', '+');
  return { bridge, token };
}
