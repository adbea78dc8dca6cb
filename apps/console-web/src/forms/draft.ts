/** A spec that is being edited, as plain JSON. */
export type Draft = Readonly<Record<string, unknown>>;

/** A place in a draft: keys from the outside in. */
export type DraftPath = readonly string[];

export function isBlock(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text or a number as a field shows it; empty for all else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
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

/** A problem that the relay has found in a draft. */
export interface Found {
  readonly pointer?: string;
  readonly detail: string;
}

/** The first problem at a place, or below it. */
export function problemAt<T extends Found>(problems: readonly T[], path: DraftPath): T | undefined {
  const place = pointerOf(path);
  return problems.find(({ pointer = '' }) => pointer === place || isBelow(pointer, place));
}

/** Whether a value at one place may be what is wrong at the other. */
export function isAbout(place: string, { pointer = '' }: Found): boolean {
  return pointer === place || isBelow(pointer, place) || isBelow(place, pointer);
}

function isBelow(place: string, other: string): boolean {
  return place.startsWith(`${other}/`);
}

/** A JSON pointer as people write a place: `rules[0].event`. */
export function placeText(pointer: string): string {
  return keysOf(pointer)
    .map((key) => (/^\d+$/u.test(key) ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./u, '');
}

export function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
