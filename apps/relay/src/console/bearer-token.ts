import { isLoopback, type ProcessConfig } from '#config';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Decides whether a request comes from an operator: it carries RELAY_API_TOKEN as its bearer
 * token. Where none is set the relay listens on loopback alone, and a request must have been
 * meant for it: a web page that makes a browser ask `http://evil.example:3000` (DNS rebinding)
 * names another host.
 */
export class OperatorCheck {
  readonly #expected: Buffer | undefined;

  constructor({ apiToken }: Pick<ProcessConfig, 'apiToken'>) {
    this.#expected = apiToken === undefined ? undefined : digest(apiToken.reveal());
  }

  isOperator(headers: IncomingHttpHeaders): boolean {
    if (this.#expected === undefined) return isLoopback(hostNameOf(headers.host ?? ''));
    const [, token] = /^Bearer +([^ ]{1,1024}) *$/i.exec(headers.authorization ?? '') ?? [];
    return token !== undefined && timingSafeEqual(digest(token), this.#expected);
  }
}

/** Digests have one length, so that comparing tells nothing, not even the token's length. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function hostNameOf(host: string): string {
  return host.replace(/:\d{1,5}$/, '');
}
