import { invalidParameter, type Refusal } from '../answer.js';
import { queryPairs } from '../arrived-request.js';

/** A list's query: each name at most once. */
export type ListQuery = ReadonlyMap<string, string>;

const OFFSET_MAX = 2_147_483_647;
const LIMIT_MAX = 100;
const LIMIT_DEFAULT = 10;

/** Reads a list's query and checks `offset`, `limit` and that no other names than these occur. */
export function readListQuery(
  query: string,
  names: readonly string[],
): { readonly values: ListQuery; readonly offset: number; readonly limit: number } | Refusal {
  const pairs = queryPairs(query);
  if (pairs === undefined) return invalidParameter('the query cannot be read');
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (!names.includes(name) && name !== 'offset' && name !== 'limit') {
      return invalidParameter('unknown query parameter');
    }
    if (values.has(name)) return invalidParameter(`${name} is given twice`);
    values.set(name, value);
  }
  const offset = integerIn(values.get('offset') ?? '0', 0, OFFSET_MAX);
  if (offset === undefined) return invalidParameter('offset must be 0 to 2147483647');
  const limit = integerIn(values.get('limit') ?? String(LIMIT_DEFAULT), 1, LIMIT_MAX);
  if (limit === undefined) return invalidParameter('limit must be 1 to 100');
  return { values, offset, limit };
}

/** Checks that every part of a comma list is one of these. */
export function isListOf(text: string, choices: readonly string[]): boolean {
  return text.split(',').every((part) => choices.includes(part));
}

/** A time of RFC 3339 in ms; `undefined` where it is none. */
export function readTime(text: string): number | undefined {
  const [, day, hour] = TIME.exec(text) ?? [];
  const ms = Date.parse(text);
  if (day === undefined || Number(hour) > 23 || Number.isNaN(ms)) return undefined;
  const isDay = timeText(Date.parse(`${day}T00:00:00Z`)).startsWith(day);
  return isDay ? ms : undefined;
}

const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d):\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** MetaStudio's times: RFC 3339 in UTC, to the second. */
export function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function integerIn(text: string, min: number, max: number): number | undefined {
  if (!/^\d{1,10}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= min && number <= max ? number : undefined;
}
