import type { Writable } from 'node:stream';

/**
 * Writes lines, and waits where the reader is slower than us.
 *
 * @returns `false` once the reader has gone (`| head`): nothing more need be written. The
 * stream's `error` is for whoever owns it to hear.
 */
export async function writeLines(to: Writable, lines: readonly string[]): Promise<boolean> {
  if (!to.writable) return false;
  if (lines.length === 0 || to.write(`${lines.join('\n')}\n`)) return true;
  await drainedOrGone(to);
  return to.writable;
}

const ENDS_WAITING = ['drain', 'error', 'close'] as const;

async function drainedOrGone(stream: Writable): Promise<void> {
  if (stream.closed) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      for (const event of ENDS_WAITING) stream.off(event, end);
      resolve();
    };
    for (const event of ENDS_WAITING) stream.on(event, end);
  });
}
