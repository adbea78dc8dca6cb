import { boundsProblem } from '#bridge';
import { buildOptions, checkOptions, isBlock, knownKeys, type OptionError } from '#options';
import { nearestKey } from '#config';
import type { IncomingMessage } from 'node:http';
import { hasBody } from '../console/respond.js';
import { Problem, type Complaint } from '../console/problems/problem.js';

/** A spec may be a part of a body. */
const BODY_DEPTH_MAX = 40;

/**
 * A body as an instance of an option class, checked.
 *
 * @throws {Problem} that names everything that is wrong, and no value.
 */
export function jsonBody<T extends object>(
  request: IncomingMessage & { readonly body?: unknown },
  Class: new () => T,
): T {
  return checkedOptions(Class, jsonBlock(request));
}

/** A body that is a block of keys, which something else checks. @throws {Problem} */
export function jsonBlock(
  request: IncomingMessage & { readonly body?: unknown },
): Readonly<Record<string, unknown>> {
  const { body } = request;
  if (isBlock(body)) {
    requireBounds(body);
    return body;
  }
  const type = request.headers['content-type'];
  if (hasBody(request) && !/^application\/(?:[\w.-]+\+)?json\b/i.test(type ?? '')) {
    throw new Problem('media-type', 'Send content-type: application/json.');
  }
  throw new Problem('body-not-json', 'It must be one JSON object.');
}

/** The same of any block of keys. @throws {Problem} */
export function checkedOptions<T extends object>(
  Class: new () => T,
  block: Readonly<Record<string, unknown>>,
): T {
  const complaints: Complaint[] = [];
  const options = buildOptions(Class, block, {
    unknown: (key, instance, path) => {
      const nearest = nearestKey(key, knownKeys(instance.constructor as new () => object));
      const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
      complaints.push({ pointer: pointerOf(path), detail: `is no key that is known${meant}` });
    },
  });
  for (const error of checkOptions(options, 'connect')) complaints.push(...complaintsOf(error, []));
  if (complaints.length > 0) throw invalid(complaints);
  return options;
}

/** What is done with a body recurses: it must not be nested too deeply. @throws {Problem} */
export function requireBounds(body: unknown): void {
  const detail = boundsProblem(body, BODY_DEPTH_MAX);
  if (detail !== undefined) throw invalid([{ pointer: '', detail }]);
}

export function invalid(errors: readonly Complaint[]): Problem {
  const places = errors.map(({ pointer, parameter }) => parameter ?? pointer ?? '');
  const more = errors.length > 3 ? ` and ${errors.length - 3} more` : '';
  return new Problem('invalid', `See errors: ${places.slice(0, 3).join(', ')}${more}.`, { errors });
}

/** A JSON pointer (RFC 6901). A key that could be part of a value is not shown. */
function pointerOf(path: readonly (string | number)[]): string {
  return path.map((key) => `/${SHOWN_KEY.test(String(key)) ? String(key) : '?'}`).join('');
}

const SHOWN_KEY = /^[\w-]{1,64}$/u;

function complaintsOf(error: OptionError, above: readonly string[]): Complaint[] {
  const path = [...above, error.property];
  const own = Object.values(error.constraints ?? {})
    .slice(0, 1)
    .map((detail) => ({ pointer: pointerOf(path), detail }));
  return [...own, ...(error.children ?? []).flatMap((child) => complaintsOf(child, path))];
}
