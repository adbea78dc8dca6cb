import { OFFSET_MAX } from './list-filter.js';

/** One page as it came. */
export interface ListedPage<T> {
  /** The number of elements on all pages, if the answer tells. */
  readonly total: number | undefined;
  /** The number of elements on the page, of whatever kind. */
  readonly listed: number;
  readonly items: readonly T[];
}

/**
 * Lists page after page, holding one at a time. If the list changes meanwhile, an element may move
 * to the next page and is not returned twice. Ends by the total, or, if there is none, at a page
 * that is not full; in any case after {@link PAGES_MAX} pages.
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
/** A server that never ends must not keep us for ever. */
const PAGES_MAX = 1000;
