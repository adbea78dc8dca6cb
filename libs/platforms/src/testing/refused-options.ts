import { buildOptions, checkOptions } from '#options';
import type { SourceDefinition } from '../source-definition.js';

/**
 * The options of a source that its class refuses, by name.
 *
 * @param purpose `decode`: what only connecting needs is not asked for.
 */
export function refusedOptions(
  { Options }: SourceDefinition,
  plain: object,
  purpose: 'connect' | 'decode' = 'connect',
): string[] {
  const errors = checkOptions(buildOptions(Options, { ...plain }), purpose);
  return errors.map(({ property }) => property);
}
