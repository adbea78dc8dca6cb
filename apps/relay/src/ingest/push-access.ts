import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '#loopback';
import { bearerOf, digestOf, isOfThisMachine } from '../console/access/tokens.js';
import { NOT_FOUND, refusal, UNAUTHORIZED, type IngestAnswer } from './ingest-answer.js';
import type { IngestRoute } from './ingest-route.js';

const FROM_A_PAGE = refusal(
  403,
  'forbidden',
  'A web page pushes to a bridge without a token: give the bridge one.',
);

/**
 * Decides who may push to which bridge. Where a signature is checked, that comes later, when the
 * body is there.
 *
 * A bridge with a token always wants it. One with neither token nor signature may be pushed to only
 * where just this machine can reach the relay, and not by web pages in its browser. An unknown
 * bridge answers like one whose token is wrong, after the same work.
 */
export class PushAccess {
  readonly #routes = new Map<string, IngestRoute>();
  readonly #digests = new Map<string, Buffer>();
  readonly #loopback: boolean;
  /** Compared with in place of a token that does not exist. */
  readonly #nobody = randomBytes(32);

  /** @param loopback whether only this machine reaches the relay. */
  constructor(loopback: boolean) {
    this.#loopback = loopback;
  }

  /** Lets a bridge be pushed to with its token; an older token does not count any more. */
  open(route: IngestRoute): void {
    const { name, token } = route;
    this.#routes.set(name, route);
    if (token === undefined) this.#digests.delete(name);
    else this.#digests.set(name, digestOf(token));
  }

  /** Ends pushes to a bridge. */
  close(bridge: string): void {
    this.#routes.delete(bridge);
    this.#digests.delete(bridge);
  }

  /** The bridge that may be pushed to, or the answer. */
  check(
    asked: { readonly bridge: string; readonly token: string | undefined },
    headers: IncomingHttpHeaders,
  ): IngestRoute | IngestAnswer {
    const route = this.#routes.get(asked.bridge);
    const expected = this.#digests.get(asked.bridge);
    const shown = digestOf(bearerOf(headers) ?? asked.token ?? '');
    const shows = timingSafeEqual(shown, expected ?? this.#nobody);
    if (route === undefined) return this.#isLocal(headers) ? NOT_FOUND : UNAUTHORIZED;
    if (expected !== undefined) return shows ? route : UNAUTHORIZED;
    if (route.verifier !== undefined) return route;
    if (!this.#isLocal(headers)) return UNAUTHORIZED;
    return isFromPage(headers) ? FROM_A_PAGE : route;
  }

  #isLocal(headers: IncomingHttpHeaders): boolean {
    return this.#loopback && isOfThisMachine(headers);
  }
}

/**
 * Whether a web page sent the request, which browsers say. A page of this machine itself counts as
 * a program on it.
 */
function isFromPage({ origin }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || !isLoopback(new URL(origin).hostname);
}
