import type { CST } from 'yaml';

/** How deep a configuration's blocks and lists may nest. */
export const DEPTH_MAX = 32;

/**
 * Whether parsed tokens nest deeper than {@link DEPTH_MAX}. To be checked before nodes are made:
 * that recurses, and with an almost full stack V8 may end the process (while it compiles an
 * expression) instead of throwing.
 */
export function isTooDeep(documents: readonly CST.Token[]): boolean {
  const left: [token: CST.Token, depth: number][] = documents.map((token) => [token, 0]);
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [token, depth] = next;
    if (depth > DEPTH_MAX) return true;
    for (const child of childrenOf(token)) left.push([child, depth + 1]);
  }
  return false;
}

function* childrenOf(token: CST.Token): Generator<CST.Token> {
  if (token.type === 'document') {
    if (token.value !== undefined) yield token.value;
  } else if ('items' in token) {
    for (const { key, value } of token.items) {
      if (key !== undefined && key !== null) yield key;
      if (value !== undefined) yield value;
    }
  }
}
