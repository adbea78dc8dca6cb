import { once } from 'node:events';
import type { Writable } from 'node:stream';

/**
 * Writes lines, and waits where the reader is slower than us.
 *
 * @returns `false` once the reader has gone (`| head`): nothing more need be written.
 */
export async function writeLines(to: Writable, lines: readonly string[]): Promise<boolean> {
  if (!to.writable) return false;
  if (lines.length === 0) return true;
  if (to.write(`${lines.join('\n')}\n`)) return true;
  // A reader that goes away ends the waiting, too.
  await Promise.race([once(to, 'drain'), closed(to)]);
  return to.writable;
}

async function closed(stream: Writable): Promise<void> {
  if (!stream.closed) await new Promise<void>((resolve) => stream.once('close', resolve));
}
