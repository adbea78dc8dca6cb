// Draws the terminal output on standard input as an SVG on standard output. To make docs/demo.svg:
//   { echo '$ scripts/demo'; scripts/demo 2>&1; } | node scripts/lib/text-svg.mjs > docs/demo.svg
import { readFileSync } from 'node:fs';

const [CHARACTER, LINE, MARGIN, WIDTH_MAX] = [7.8, 18, 16, 112];
const ESCAPES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  // SVG would draw several spaces as one.
  [' ', '\u00a0'],
]);

const lines = readFileSync(0, 'utf8')
  .trimEnd()
  .split('\n')
  .flatMap((line) => line.match(new RegExp(`.{1,${WIDTH_MAX}}`, 'gu')) ?? ['']);
const width = Math.ceil(Math.max(...lines.map((line) => line.length)) * CHARACTER) + 2 * MARGIN;
const height = lines.length * LINE + 2 * MARGIN;
const rows = lines.map((line, at) => {
  const text = line.replaceAll(/[&<> ]/g, (character) => ESCAPES.get(character));
  const y = MARGIN + LINE * at + 13;
  return `  <text x="${MARGIN}" y="${y}" fill="${line.startsWith('$') ? '#7ee787' : '#e6edf3'}">${text}</text>`;
});
process.stdout
  .write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"
  font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13">
  <rect width="100%" height="100%" rx="8" fill="#0d1117"/>
${rows.join('\n')}
</svg>
`);
