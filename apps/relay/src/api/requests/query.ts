import { nearestKey } from '#config';
import { buildOptions, checkOptions, intendedScalars, knownKeys } from '#options';
import type { Complaint } from '../../console/problems/problem.js';
import { invalid } from '../json-body.js';

/** The query of a request, as it was parsed: a text, or several under one name. */
export type RawQuery = Readonly<Record<string, string | string[] | undefined>>;

/**
 * A query as an instance of an option class, checked. A list is written with commas.
 *
 * @throws {Problem} that names every parameter that is wrong, and no value.
 */
export function queryOf<T extends object>(raw: RawQuery, Class: new () => T): T {
  const complaints: Complaint[] = [];
  const plain: Record<string, unknown> = {};
  const known = knownKeys(Class);
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    const parameter = shownParameter(name);
    if (!known.has(name)) {
      const nearest = nearestKey(name, known);
      const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
      complaints.push({ parameter, detail: `is none that is known${meant}` });
    } else if (Array.isArray(value)) {
      complaints.push({ parameter, detail: 'must be given once' });
    } else {
      plain[name] = scalarOf(Class, name, value);
    }
  }
  const options = buildOptions(Class, plain);
  for (const { property, constraints = {} } of checkOptions(options, 'connect')) {
    if (complaints.some(({ parameter }) => parameter === property)) continue;
    const [detail = 'is not valid'] = Object.values(constraints);
    complaints.push({ parameter: property, detail });
  }
  if (complaints.length > 0) throw invalid(complaints);
  return options;
}

/** The name of a parameter, where it is none that could be part of a value. */
export function shownParameter(name: string): string {
  return /^[\w-]{1,64}$/u.test(name) ? name : '?';
}

function scalarOf(Class: new () => object, name: string, value: string): unknown {
  const { self, items } = intendedScalars(Class.prototype as object, name);
  if (items === 'string') return value.split(',').map((word) => word.trim());
  if (self === 'number' && /^\d{1,16}$/u.test(value)) return Number(value);
  if (self === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}
