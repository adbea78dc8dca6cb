import { BoundedMap } from '#bounded-map';
import { randomBytes } from 'node:crypto';

const TOKENS_MAX = 10_000;

/** The IAM tokens that the stand-in accepts: a fixed one, and those that it issued. */
export class Tokens {
  private readonly expiresAt = new BoundedMap<string, number>(TOKENS_MAX);

  /** @param fixed a token that never expires, `undefined` for none. */
  constructor(
    private readonly fixed: string | undefined,
    private readonly ttlMs: number,
  ) {}

  /** A new token, valid from now on. */
  issue(now: number): { token: string; expiresAt: number } {
    const token = randomBytes(48).toString('base64url');
    const expiresAt = now + this.ttlMs;
    this.expiresAt.set(token, expiresAt);
    return { token, expiresAt };
  }

  /** Expires every issued token at once, as a password change does. */
  expireAll(): void {
    // Setting one moves it to the end.
    const tokens = Array.from(this.expiresAt, ([token]) => token);
    for (const token of tokens) this.expiresAt.set(token, 0);
  }

  /** The state of a token. */
  state(token: string, now: number): 'valid' | 'expired' | 'unknown' {
    if (token === this.fixed) return 'valid';
    const expiresAt = this.expiresAt.get(token);
    if (expiresAt === undefined) return 'unknown';
    return expiresAt > now ? 'valid' : 'expired';
  }
}
