/** What JSON can hold. */
export type PlainJson =
  null | boolean | number | string | readonly PlainJson[] | { readonly [key: string]: PlainJson };

/** A block of keys. */
export type PlainBlock = { readonly [key: string]: PlainJson };

/** The same text for every way to write the same value: keys sorted, no white space. */
export function canonicalJson(value: PlainJson | undefined): string {
  return JSON.stringify(value ?? null, (_, one: unknown) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return one;
    const entries = Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries);
  });
}
