import type { BridgeConfig } from '#config';

/**
 * Among what the ids of a source's messages are unique: a type is one platform, but where its mapping names what it
 * reads. Bridges of one room must not take each other's messages for repeats.
 */
export function idScopeOf({ type, options }: BridgeConfig['source']): string {
  const { mapping } = options as { readonly mapping?: { readonly platform?: unknown } };
  const platform = mapping?.platform;
  return typeof platform === 'string' ? `${type} ${platform}` : type;
}
