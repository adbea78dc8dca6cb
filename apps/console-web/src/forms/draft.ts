/** A spec that is being edited, as plain JSON. */
export type Draft = Readonly<Record<string, unknown>>;

/** A place in a draft: keys from the outside in. */
export type DraftPath = readonly string[];

export function isBlock(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valueAt(draft: unknown, path: DraftPath): unknown {
  let at = draft;
  for (const key of path) {
    if (!isBlock(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

/**
 * A copy with another value at a place. `undefined` removes the value, and each block that this
 * leaves empty.
 */
export function withValueAt(draft: Draft, path: DraftPath, value: unknown): Draft {
  const [key, ...rest] = path;
  if (key === undefined) return draft;
  const before = Object.hasOwn(draft, key) ? draft[key] : undefined;
  const inner = rest.length === 0 ? value : withValueAt(isBlock(before) ? before : {}, rest, value);
  const isNothing =
    inner === undefined || (rest.length > 0 && Object.keys(inner as Draft).length === 0);
  if (!isNothing) return { ...draft, [key]: inner };
  return Object.fromEntries(Object.entries(draft).filter(([name]) => name !== key));
}

/** A place as a JSON pointer (RFC 6901). */
export function pointerOf(path: DraftPath): string {
  return path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The first problem at a place, or below it. */
export function problemAt(
  problems: readonly { readonly pointer?: string; readonly detail: string }[],
  path: DraftPath,
): string | undefined {
  const place = pointerOf(path);
  return problems.find(({ pointer = '' }) => pointer === place || pointer.startsWith(`${place}/`))
    ?.detail;
}
