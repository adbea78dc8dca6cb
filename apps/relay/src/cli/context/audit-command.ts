import { AuditLog } from '#event-buffer';
import type { CliBuffer } from './with-buffer.js';

/**
 * Notes in the audit trail what a command changed, as the API does of its own.
 *
 * @param subject what it was done to. @param note details, without values of the configuration.
 */
export async function auditCommand(
  { redis, keys }: Pick<CliBuffer, 'redis' | 'keys'>,
  action: string,
  subject: string,
  note = '',
): Promise<void> {
  const by = 'command line';
  await new AuditLog(redis, keys).add({ by, via: 'command-line', action, subject, note });
}
