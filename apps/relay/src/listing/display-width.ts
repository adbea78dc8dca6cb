/** East Asian wide and full-width characters, and emoji, take two columns of a terminal. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f1e6}-\u{1f1ff}\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}|\ufe0f/u;
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

/** How many columns a text takes in a terminal: Chinese characters take two. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemesOf(text)) width += graphemeWidth(segment);
  return width;
}

/** Cuts a text to a number of columns, never inside a character; what was cut shows as `…`. */
export function cutToWidth(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let cut = '';
  let width = 0;
  for (const { segment } of graphemesOf(text)) {
    width += graphemeWidth(segment);
    if (width > columns - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

/** Fills a text up with spaces to a number of columns. */
export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)));
}

/**
 * Breaks a line between words, so that it fits a number of columns. A word that is longer stays whole.
 *
 * @param hang what every line but the first begins with.
 */
export function wrapToWidth(line: string, columns: number, hang = ''): string {
  if (displayWidth(line) <= columns) return line;
  const begin = /^ */u.exec(line)![0];
  let [text, width] = ['', 0];
  for (const word of line.slice(begin.length).split(' ')) {
    const wordWidth = displayWidth(word);
    if (width === 0) [text, width] = [`${begin}${word}`, begin.length + wordWidth];
    else if (width + 1 + wordWidth > columns) {
      text += `\n${hang}${word}`;
      width = hang.length + wordWidth;
    } else {
      text += ` ${word}`;
      width += 1 + wordWidth;
    }
  }
  return text;
}

function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** Made for the first text that is not plain: that takes 20 ms, and a start has none. */
let segmenter: Intl.Segmenter | undefined;

function graphemeWidth(grapheme: string): number {
  if (NO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

const PLAIN = /^[ -~]*$/;
