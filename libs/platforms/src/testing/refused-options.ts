import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
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
  const errors = validateSync(plainToInstance(Options, plain), {
    forbidUnknownValues: false,
    ...(purpose === 'connect' ? { groups: ['connect'], always: true } : { strictGroups: true }),
  });
  return errors.map(({ property }) => property);
}
