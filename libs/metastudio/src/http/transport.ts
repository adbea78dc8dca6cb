import { Agent, type Dispatcher } from 'undici';
import type { Secret } from '#secret';

export interface TransportOptions {
  /** Default 16. */
  readonly connectionsPerOrigin?: number | undefined;
  /** Default 5000. */
  readonly connectTimeoutMs?: number | undefined;
  readonly proxy?: ForwardProxy | undefined;
}

/** Forward proxies, as the environment names them; their URLs may hold a password. */
export interface ForwardProxy {
  readonly httpsProxy?: Secret | undefined;
  readonly httpProxy?: Secret | undefined;
  /** Hosts that are reached directly, as in `NO_PROXY`. */
  readonly noProxy?: string | undefined;
}

/** The connections of one project, kept alive and bounded. The caller closes it. */
export function createTransport(_options: TransportOptions = {}): Dispatcher {
  return new Agent();
}
