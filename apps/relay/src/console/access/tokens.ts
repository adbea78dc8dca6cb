import type { ProcessConfig } from '#config';
import { isLoopback } from '#loopback';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { TokenTries, type ShownAt } from './token-tries.js';

/** What a caller may do: an operator everything, a viewer look. */
export type ApiRole = 'operator' | 'viewer';

/** The variable that holds a role's token: how the audit trail names who did something. */
export const TOKEN_NAMES = {
  operator: 'RELAY_API_TOKEN',
  viewer: 'RELAY_VIEWER_TOKEN',
} as const satisfies Readonly<Record<ApiRole, string>>;

export const SHOW_TOKEN = 'Send RELAY_API_TOKEN, or RELAY_VIEWER_TOKEN, as a bearer token.';

/**
 * The tokens of this process. Where there is none the relay listens on loopback alone, and takes
 * requests of this machine: see {@link isOfThisMachine}.
 */
export class Tokens {
  readonly #digests: readonly (readonly [role: ApiRole, digest: Buffer])[];

  /** @param tries those that were wrong, of this process. */
  constructor(
    { apiToken, viewerToken }: Pick<ProcessConfig, 'apiToken' | 'viewerToken'>,
    readonly tries = new TokenTries(),
  ) {
    const given = [
      ['operator', apiToken],
      ['viewer', viewerToken],
    ] as const;
    this.#digests = given.flatMap(([role, token]) => {
      return token === undefined ? [] : [[role, digestOf(token.reveal())] as const];
    });
  }

  /** Whether there is no token: then all who reach this machine's loopback are operators. */
  get areNone(): boolean {
    return this.#digests.length === 0;
  }

  /** The role of a token. Takes the same time for every token. */
  roleOf(token: string): ApiRole | undefined {
    const digest = digestOf(token);
    let found: ApiRole | undefined;
    for (const [role, expected] of this.#digests) {
      if (timingSafeEqual(digest, expected)) found ??= role;
    }
    return found;
  }

  /**
   * The role of a request, by its bearer token, or since no token is configured; `undefined` where it shows none.
   *
   * @throws {Problem} where it shows a wrong one.
   */
  async roleOfRequest(request: IncomingMessage, at: ShownAt): Promise<ApiRole | undefined> {
    const { headers } = request;
    if (this.areNone) return isOfThisMachine(headers) ? 'operator' : undefined;
    if (headers.authorization === undefined) return undefined;
    return this.tries.judged(this.roleOf(bearerOf(headers) ?? ''), at, request, SHOW_TOKEN);
  }

  /**
   * The names under which a session or link of this id may be stored: one for each token and each
   * role that it may give. They reveal neither id nor token, and cannot be found any more once the
   * token has changed.
   */
  namesOf(id: string): readonly NameOfId[] {
    return this.#digests.flatMap(([by, digest]) => {
      return GIVES[by].map((role) => {
        const told = role === by ? id : `${role} ${id}`;
        const name = createHmac('sha256', digest).update(told).digest('base64url');
        return { by, role, name };
      });
    });
  }
}

/** The roles that a token's owner may give to others. */
const GIVES: Readonly<Record<ApiRole, readonly ApiRole[]>> = {
  operator: ['operator', 'viewer'],
  viewer: ['viewer'],
};

/**
 * A name under which an id is stored, the token that it was made with, and the role that it gives.
 */
export interface NameOfId {
  readonly by: ApiRole;
  readonly role: ApiRole;
  readonly name: string;
}

/** The bearer token of a request; absent where it has none, or an impossible one. */
export function bearerOf({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer +([^ ]{1,1024}) *$/i.exec(authorization ?? '')?.[1];
}

/**
 * Whether a request was meant for this machine's loopback, and was made here: a page that makes a
 * browser ask `http://evil.example:3000` (DNS rebinding) names another host, and a proxy on this
 * machine names this one for whoever reaches the proxy.
 */
export function isOfThisMachine(headers: IncomingHttpHeaders): boolean {
  if (PASSED_ON.some((name) => headers[name] !== undefined)) return false;
  return isLoopback((headers.host ?? '').replace(/:\d{1,5}$/, ''));
}

/** Headers with which proxies tell for whom they ask. */
const PASSED_ON = ['x-forwarded-for', 'forwarded', 'x-real-ip'] as const;

/** Digests have one length, so that a comparison reveals nothing, not even the token's length. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
