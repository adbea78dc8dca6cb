import type { BridgeConfig } from '#config';

/** Among what the ids of a source's messages are unique. */
export interface IdScope {
  readonly name: string;
  /** Whether events of different types may have the same id, as an operator's own system may number each anew. */
  readonly isByType: boolean;
}

/**
 * A type of source is one platform, but where its mapping names what it reads. Bridges of one room must not take each
 * other's messages for repeats, nor a gift for a repeat of a comment.
 */
export function idScopeOf({ type, options }: BridgeConfig['source']): IdScope {
  const { mapping } = options as { readonly mapping?: { readonly platform?: unknown } };
  const platform = mapping?.platform;
  const name = typeof platform === 'string' ? `${type} ${platform}` : type;
  return { name, isByType: mapping !== undefined || type === 'push' };
}
