import type { IncomingMessage } from 'node:http';
import { Problem } from '../../console/problems/problem.js';
import { invalid } from '../json-body.js';
import { changedMeanwhile, namedRevision, tagOf } from '../requests/if-match.js';
import type {
  BridgeProblem,
  BridgeView,
  Expected,
  Managed,
} from '../../bridges/managed/managed.js';

/** The result of an action. @throws {Problem} where it was not done. */
export function done<T>(managed: Managed<T>): T {
  if (managed.ok) return managed.value;
  throw problemOf(managed.problem);
}

export function problemOf(problem: BridgeProblem): Problem {
  switch (problem.kind) {
    case 'invalid':
      return invalid(problem.errors);
    case 'not-found':
      return new Problem('not-found', 'No bridge of this name.');
    case 'exists':
      return new Problem('exists', 'A bridge of this name is there: change that.', {
        headers: { etag: tagOf(problem.revision) },
      });
    case 'provisioned':
      return new Problem('provisioned', problem.detail);
    case 'changed-meanwhile':
      return changedMeanwhile(tagOf(problem.revision));
    case 'too-many':
      return new Problem('too-many', `At most ${problem.max} are.`);
  }
}

/** The tag of a bridge's version; none for one of the file, which the API cannot change. */
export function tagOfBridge({ origin, revision }: BridgeView): string {
  return origin === 'api' ? tagOf(revision) : `W/${tagOf(revision)}`;
}

/**
 * The revision that a change is meant for. One that no bridge can have is none: a bridge of the file, whose tag is
 * such, is refused as what it is.
 */
export function expectedOf(request: IncomingMessage): Expected {
  const revision = namedRevision(request);
  if (revision === '*') return '*';
  return revision !== undefined && /^\d{1,15}$/u.test(revision) ? Number(revision) : NONE_HAS;
}

const NONE_HAS = -1;
