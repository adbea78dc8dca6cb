import { wrapToWidth } from '../listing/display-width.js';

/** What every terminal shows without breaking a line. */
const COLUMNS = 80;

/**
 * Sentences for the help of a command, in lines that fit 80 columns. Each paragraph is wrapped again; a line
 * that is indented, or tells the exit codes, begins one.
 */
export function filled(text: string): string {
  return text.split('\n').reduce(joined, []).map(wrapped).join('\n');
}

/** An example, with its options on lines of their own where one line would be too long. */
export function exampleLines(example: string): string {
  const [first, ...more] = parts(`  ${example}`);
  let lines = [first!];
  for (const part of more) {
    const last = lines.at(-1)!;
    // A backslash goes on behind it.
    if (last.length + part.length + 3 <= COLUMNS)
      lines = [...lines.slice(0, -1), `${last} ${part}`];
    else lines = [...lines, `      ${part}`];
  }
  return lines.join(' \\\n');
}

/** Where a shell may go on in another line: before an option, or what the output goes to. */
function parts(example: string): readonly string[] {
  return example.length <= COLUMNS ? [example] : example.split(/ (?=--|[|<>] )/u);
}

function joined(lines: readonly string[], line: string): readonly string[] {
  const last = lines.at(-1);
  const begins =
    last === undefined || last === '' || line === '' || /^(?: |Exit codes:)/u.test(line);
  return begins || last.startsWith(' ')
    ? [...lines, line]
    : [...lines.slice(0, -1), `${last} ${line}`];
}

function wrapped(line: string): string {
  return wrapToWidth(line, COLUMNS, /^ */u.exec(line)![0]);
}
