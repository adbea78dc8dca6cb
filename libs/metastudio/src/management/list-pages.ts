import { OFFSET_MAX } from './list-filter.js';

/** One page as it came. */
export interface ListedPage<T> {
  /** How many there are over all pages, where the answer tells. */
  readonly total: number | undefined;
  /** How many elements the page had, whatever they were. */
  readonly listed: number;
  readonly items: readonly T[];
}

/**
 * Lists page after page, holding one at a time. While the list changes under it an element may
 * move to the next page and is not given twice.
 *
 * Ends where the total says so, or at a page that is not full where there is none; in any case
 * after {@link PAGES_MAX} pages.
 */
export async function* listPages<T>(
  range: { readonly offset: number; readonly limit: number },
  idOf: (item: T) => string,
  fetchPage: (query: [name: string, value: string][]) => Promise<ListedPage<T>>,
): AsyncGenerator<T> {
  let { offset } = range;
  let left = range.limit;
  let previous = new Set<string>();
  for (let page = 0; page < PAGES_MAX && left > 0 && offset <= OFFSET_MAX; page++) {
    const size = Math.min(PAGE_SIZE_MAX, left);
    const { total, listed, items } = await fetchPage([
      ['offset', String(offset)],
      ['limit', String(size)],
    ]);
    const fresh = items.filter((item) => !previous.has(idOf(item))).slice(0, left);
    yield* fresh;
    left -= fresh.length;
    offset += listed;
    previous = new Set(items.map(idOf));
    const over = total === undefined ? listed < size : offset >= total;
    if (listed === 0 || over) return;
  }
}

/** MetaStudio's largest page. */
const PAGE_SIZE_MAX = 100;
/** A server that never comes to an end must not keep us for ever. */
const PAGES_MAX = 1000;
