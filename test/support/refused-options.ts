import { buildOptions, checkOptions } from '#options';
import type { SourceDefinition } from '#platforms';

/**
 * The names of the options that a source's class refuses.
 * @param purpose `decode`: keys that only connecting needs may be absent.
 */
export function refusedOptions(
  { Options }: SourceDefinition,
  plain: object,
  purpose: 'connect' | 'decode' = 'connect',
): string[] {
  const errors = checkOptions(buildOptions(Options, { ...plain }), purpose);
  return errors.map(({ property }) => property);
}
