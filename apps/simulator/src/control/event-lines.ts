import type { MetaStudio } from '../metastudio/metastudio.js';

const LINES_MAX = 100_000;
const TEXT_MAX = 8 * 1024 * 1024;

/**
 * Kept events as JSON Lines, oldest first; at most 100 000 lines and about 8 MiB. Read on with
 * `after` set to the last line's `ordinal`; an empty answer means that there are no more.
 */
export function eventLines(
  studio: MetaStudio,
  after: number,
  limit: number,
  jobId: string | undefined,
): string {
  const lines: string[] = [];
  let size = 0;
  for (const event of studio.recorder.kept.after(after, jobId)) {
    const line = JSON.stringify(event);
    lines.push(line);
    size += line.length;
    if (lines.length >= Math.min(limit, LINES_MAX) || size > TEXT_MAX) break;
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
