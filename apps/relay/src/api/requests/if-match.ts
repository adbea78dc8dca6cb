import type { IncomingMessage } from 'node:http';
import { Problem } from '../../console/problems/problem.js';

/** A record's version as a tag (RFC 9110). */
export function tagOf(revision: string | number): string {
  return `"${revision}"`;
}

/**
 * The version that a change is meant for; `*`: any version.
 *
 * @throws {Problem} where none is named, or none that a record has.
 */
export function wantedRevision(request: IncomingMessage): string {
  const revision = namedRevision(request);
  if (revision === undefined) throw changedMeanwhile(undefined);
  return revision;
}

/**
 * The same; `undefined` for one that no record has, such as a weak tag, or a list.
 *
 * @throws {Problem} where none is named.
 */
export function namedRevision({ headers }: IncomingMessage): string | undefined {
  const given = headers['if-match']?.trim();
  if (given === undefined || given === '') {
    const wayOut = 'Send If-Match with the ETag that you read, or * for whichever it is.';
    throw new Problem('if-match-missing', wayOut);
  }
  if (given === '*') return '*';
  return /^"([\w.-]{1,64})"$/u.exec(given)?.[1];
}

/** @param tag of what it is now. */
export function changedMeanwhile(tag: string | undefined): Problem {
  const headers = tag === undefined ? {} : { etag: tag };
  return new Problem('changed-meanwhile', 'Read it again, and decide anew.', { headers });
}
