/**
 * Parses JSON and keeps every integer exact: one beyond 2^53, where a number would lose digits (ids
 * of Douyin and TikTok, times in nanoseconds), becomes a string of its digits. Otherwise it behaves
 * as `JSON.parse`: any depth, the last of equal keys wins, `__proto__` is a plain key. A byte order
 * mark before it is passed over, since files and tools of Windows write one.
 * @returns `undefined` if the text is not JSON; nothing is thrown.
 */
export function parseJson(text: string): unknown {
  const json = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  try {
    const mayBeLong = LONG_INTEGER.test(json) || IS_LONG_INTEGER.test(json);
    return JSON.parse(mayBeLong ? quoteUnsafeIntegers(json) : json);
  } catch {
    // The message of a SyntaxError quotes the text, so it is dropped.
    return undefined;
  }
}

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * If no number can have 16 digits, none is beyond 2^53. Also matches some text in strings, and numbers below 0 of a
 * digit less. Digits that are written out let V8 skip eight characters at a time.
 */
const LONG_INTEGER = /[[:,\s][-\d]\d\d\d\d\d\d\d\d{8}/;
/** The same of a text that is a number. */
const IS_LONG_INTEGER = /^-?\d{16}/;

/**
 * Puts unsafe integers in quotes, outside strings only. Hops from quote to quote with `indexOf` and
 * leaves the grammar to `JSON.parse`: half the cost of a JSON parser written in JavaScript, and no
 * recursion. Text that is not JSON does not become JSON by it.
 */
function quoteUnsafeIntegers(text: string): string {
  const candidate = /-?[1-9]\d{15,}/g;
  let out = '';
  let copiedTo = 0;
  let outsideFrom = 0;
  let quote = text.indexOf('"');
  for (let match = candidate.exec(text); match !== null; match = candidate.exec(text)) {
    const start = match.index;
    while (quote !== -1 && quote < start) {
      outsideFrom = stringEnd(text, quote);
      quote = text.indexOf('"', outsideFrom);
    }
    if (start < outsideFrom) {
      candidate.lastIndex = outsideFrom;
      continue;
    }
    const [digits] = match;
    const end = start + digits.length;
    if (isWholeNumber(text, start, end) && !Number.isSafeInteger(Number(digits))) {
      out += `${text.slice(copiedTo, start)}"${digits}"`;
      copiedTo = end;
    }
  }
  return out + text.slice(copiedTo);
}

/** The index after the string that begins at `quote`; the text's length if it never ends. */
function stringEnd(text: string, quote: number): number {
  let end = quote;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end === -1) return text.length;
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
}

/** Not part of a fraction or an exponent, not after a zero, and not in the place of a key. */
function isWholeNumber(text: string, start: number, end: number): boolean {
  if (start > 0 && !BEFORE_VALUE.test(text[start - 1]!)) return false;
  let after = end;
  while (after < text.length && BLANK.test(text[after]!)) after++;
  return after === text.length || text[after] === ',' || text[after] === ']' || text[after] === '}';
}

const BLANK = /[ \t\r\n]/;
const BEFORE_VALUE = /[[:, \t\r\n]/;
