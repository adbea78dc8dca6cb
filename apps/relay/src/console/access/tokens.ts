import { isLoopback, type ProcessConfig } from '#config';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What a caller may do: an operator everything, a viewer look. */
export type ApiRole = 'operator' | 'viewer';

/** The variable that holds a role's token: how the audit trail names who did something. */
export const TOKEN_NAMES = {
  operator: 'RELAY_API_TOKEN',
  viewer: 'RELAY_VIEWER_TOKEN',
} as const satisfies Readonly<Record<ApiRole, string>>;

/**
 * The tokens of this process. Where there is none the relay listens on loopback alone, and a
 * request must have been meant for it: a web page that makes a browser ask
 * `http://evil.example:3000` (DNS rebinding) names another host.
 */
export class Tokens {
  readonly #digests: readonly (readonly [role: ApiRole, digest: Buffer])[];

  constructor({ apiToken, viewerToken }: Pick<ProcessConfig, 'apiToken' | 'viewerToken'>) {
    const given = [
      ['operator', apiToken],
      ['viewer', viewerToken],
    ] as const;
    this.#digests = given.flatMap(([role, token]) => {
      return token === undefined ? [] : [[role, digestOf(token.reveal())] as const];
    });
  }

  /** Whether there is no token: whoever reaches this machine's loopback is its operator. */
  get areNone(): boolean {
    return this.#digests.length === 0;
  }

  /** Whose token it is. Takes as long whatever it is, and whichever it is. */
  roleOf(token: string): ApiRole | undefined {
    const digest = digestOf(token);
    let found: ApiRole | undefined;
    for (const [role, expected] of this.#digests) {
      if (timingSafeEqual(digest, expected)) found ??= role;
    }
    return found;
  }

  /** Whose request it is by its bearer token, or because there is none to show. */
  roleOfRequest(headers: IncomingHttpHeaders): ApiRole | undefined {
    if (this.areNone) return namesThisMachine(headers) ? 'operator' : undefined;
    const token = bearerOf(headers);
    return token === undefined ? undefined : this.roleOf(token);
  }

  /**
   * Under which names a session of this id may be kept: one for each token, so that whoever reads
   * them learns neither, and a session ends with the token that it was made with.
   */
  sessionNames(id: string): readonly (readonly [role: ApiRole, name: string])[] {
    return this.#digests.map(([role, digest]) => {
      return [role, createHmac('sha256', digest).update(id).digest('base64url')];
    });
  }
}

/** The bearer token of a request; absent where it has none, or one that nobody could have. */
export function bearerOf({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer +([^ ]{1,1024}) *$/i.exec(authorization ?? '')?.[1];
}

/**
 * Whether a request was meant for this machine's loopback: a page that makes a browser ask
 * `http://evil.example:3000` (DNS rebinding) names another host.
 */
export function namesThisMachine({ host }: IncomingHttpHeaders): boolean {
  return isLoopback((host ?? '').replace(/:\d{1,5}$/, ''));
}

/** Digests have one length, so that comparing tells nothing, not even the token's length. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
