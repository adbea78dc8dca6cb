import { Optional, Text, Whole } from '#options';
import { invalid } from '../json-body.js';

/** How much of a list is wanted at a time, and from where. */
export class PageQuery {
  @Optional()
  @Whole(1, 500)
  limit = 100;

  /** The `next` of the page before. */
  @Optional()
  @Text('the next of the page before', /^[\w-]{1,1024}$/)
  cursor?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The cursor of the next page; absent after the last. */
  readonly next?: string;
}

/** A cursor that names the last element of a page; opaque to clients. */
export function cursorOf(last: string): string {
  return Buffer.from(last, 'utf8').toString('base64url');
}

/** What a cursor names; `undefined` where a list is read from its beginning. @throws {Problem} */
export function afterCursor(
  { cursor }: PageQuery,
  isOne: (last: string) => boolean = () => true,
): string | undefined {
  if (cursor === undefined) return undefined;
  const last = Buffer.from(cursor, 'base64url').toString('utf8');
  if (cursorOf(last) === cursor && isOne(last)) return last;
  throw invalid([{ parameter: 'cursor', detail: 'must be the next of the page before' }]);
}

/** A page of names, which are sorted. */
export function pageOfNames(names: readonly string[], query: PageQuery): Page<string> {
  const after = afterCursor(query);
  const from = after === undefined ? 0 : names.findIndex((name) => name > after);
  const items = from === -1 ? [] : names.slice(from, from + query.limit);
  const isLast = from === -1 || from + query.limit >= names.length;
  return { items, ...(isLast ? {} : { next: cursorOf(items.at(-1)!) }) };
}
