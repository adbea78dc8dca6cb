import { firstEvent } from '#timing';
import type { Writable } from 'node:stream';
import { textFor } from '../../listing/terminal-text.js';

/**
 * Writes lines, and waits where the reader is slower than us.
 *
 * @returns `false` once the reader has gone (`| head`), so that nothing more need be written.
 */
export async function writeLines(to: Writable, lines: readonly string[]): Promise<boolean> {
  const reader = readerOf(to);
  if (reader.gone || !to.writable) return false;
  if (lines.length === 0 || to.write(textFor(to, `${lines.join('\n')}\n`))) return true;
  if (!to.closed) await firstEvent(to, ['drain', 'error', 'close']);
  return !reader.gone && to.writable;
}

/**
 * Whether the reader of a stream has gone. The standard streams of Node come back to life after
 * an error, `writable` and all, so the error itself must be remembered.
 */
function readerOf(stream: Writable): { gone: boolean } {
  const known = readers.get(stream);
  if (known !== undefined) return known;
  const reader = { gone: false };
  readers.set(stream, reader);
  stream.on('error', () => {
    reader.gone = true;
  });
  return reader;
}

const readers = new WeakMap<Writable, { gone: boolean }>();
