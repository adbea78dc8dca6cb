/** A configuration's text, cut where one bridge ends and the next begins. Joined, the pieces are the text. */
export interface FilePieces {
  /** Everything before the first bridge. */
  readonly head: string;
  /** One piece per bridge, up to the next. */
  readonly bridges: readonly string[];
  /** Everything after the last. */
  readonly tail: string;
}

/**
 * Cuts a text by its indentation alone, which is quick but may be wrong: see {@link areBridges}.
 * @returns `undefined` if the bridges are not written as a list with at least a line each.
 */
export function piecesOf(text: string): FilePieces | undefined {
  const lines = text.split(/(?<=\n)/);
  const list = lines.findIndex((line) => LIST.test(line));
  const start = lines.findIndex((line, index) => index > list && !EMPTY.test(line));
  const indent = ITEM.exec(lines[start] ?? '')?.[1]!.length;
  if (list < 0 || indent === undefined) return undefined;
  const bridges: string[] = [];
  let end = start;
  for (; end < lines.length; end++) {
    const line = lines[end]!;
    if (ITEM.exec(line)?.[1]!.length === indent) bridges.push(line);
    else if (EMPTY.test(line) || indentOf(line) > indent) bridges[bridges.length - 1] += line;
    else break;
  }
  return { head: lines.slice(0, start).join(''), bridges, tail: lines.slice(end).join('') };
}

/**
 * Whether each piece contains exactly one bridge, completely.
 * @param lineOf the line in which each bridge of the parsed text begins, from 1.
 */
export function areBridges(
  { head, bridges }: FilePieces,
  lineOf: readonly (number | undefined)[],
): boolean {
  if (bridges.length !== lineOf.length) return false;
  let line = 1 + breaksIn(head);
  return bridges.every((piece, index) => {
    const first = line;
    line += breaksIn(piece);
    const begins = lineOf[index];
    return begins !== undefined && begins >= first && begins < Math.max(line, first + 1);
  });
}

const LIST = /^(["']?)bridges\1[ \t]*:[ \t]*(?:#.*)?\r?\n?$/;
const ITEM = /^( *)-(?:[ \t\r\n]|$)/;
/** Only white space, or a comment. */
const EMPTY = /^[ \t]*(?:#.*)?\r?\n?$/;

function indentOf(line: string): number {
  return line.length - line.replace(/^ +/, '').length;
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
