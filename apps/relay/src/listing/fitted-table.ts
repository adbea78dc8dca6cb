import { displayWidth, padToWidth } from './display-width.js';

export interface FittedRow {
  /** The first one is an id, which is never broken. */
  readonly cells: readonly string[];
  /** Remarks on the row, shown beside it, or below it where there is no room. */
  readonly remarks: readonly string[];
  /** Shown in red where there are colours. */
  readonly isTrouble?: boolean;
}

const GAP = 2;
const INDENT = 4;

/**
 * A table that fits a number of columns without cutting anything: an id that is too long has a line of its
 * own, and remarks are wrapped between words. Only a single word can be wider than that.
 */
export function fittedTable(
  head: readonly string[],
  rows: readonly FittedRow[],
  { width, colored }: { readonly width: number; readonly colored: boolean },
): string[] {
  const all = [head, ...rows.map(({ cells }) => cells)];
  const widths = head.map((_, i) => Math.max(...all.map((cells) => displayWidth(cells[i] ?? ''))));
  const rest = widths.slice(1).reduce((sum, one) => sum + one + GAP, 0);
  // Ids that do not fit into the row go above it.
  const room = Math.max(width - rest, INDENT);
  const ids = all.map(([id = '']) => displayWidth(id)).filter((one) => one <= room);
  widths[0] = Math.max(INDENT, ...ids);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => aligned(cell, widths[i]!))
      .join(' '.repeat(GAP))
      .trimEnd();
  const lines = rows.flatMap(({ cells, remarks, isTrouble = false }) => {
    const [id = '', ...others] = cells;
    const above = displayWidth(id) > widths[0]! ? [id] : [];
    const below = line(above.length > 0 ? ['', ...others] : cells);
    const written = [...above, ...withRemarks(below, remarks, width)];
    return colored && isTrouble ? written.map((one) => red(one)) : written;
  });
  return [line(head), ...lines];
}

/** Fills lines with words: no line is wider than `width`, but for one that is a single word. */
export function wrapped(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const longer = line === '' ? ' '.repeat(indent) + word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else {
      line = longer;
    }
  }
  return line === '' ? lines : [...lines, line];
}

export function red(text: string): string {
  return `\u001B[31m${text}\u001B[39m`;
}

function withRemarks(line: string, remarks: readonly string[], width: number): string[] {
  const said = remarks.filter((remark) => remark !== '').join('; ');
  if (said === '') return [line];
  const beside = `${line}${' '.repeat(GAP)}${said}`;
  return displayWidth(beside) <= width ? [beside] : [line, ...wrapped(said, width, INDENT)];
}

/** Aligns numbers to the right. */
function aligned(cell: string, width: number): string {
  if (/^\d+(?:\.\d+)?$/u.test(cell)) return cell.padStart(width);
  return padToWidth(cell, width);
}
