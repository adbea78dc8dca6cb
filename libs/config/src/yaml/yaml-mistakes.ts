/**
 * Common mistakes in YAML, recognised line by line. The parser notices them late, in another line,
 * or in unhelpful words; so if a file cannot be parsed, its lines are searched for them. No line is
 * quoted: it may contain a secret.
 */

/** What is certainly wrong with a line; `undefined` if nothing is. */
export function mistakeIn(line: string, before: string | undefined): string | undefined {
  const bare = bareOf(line);
  if (/^ *\t[\t ]*[^\s]/.test(bare)) return 'tabs cannot indent; use spaces';
  if (CONTROL.test(line)) return 'it holds a control character that nobody sees; write it anew';
  if (/^\s*-[A-Za-z]\w*:(?:\s|$)/.test(bare)) return 'a dash needs a space after it';
  if (/[[{][^[{}\]]*\$\{/.test(bare)) return 'inside { } and [ ] put "${VAR}" in double quotes';
  const wide = WIDE_SIGNS.find(([sign]) => sign.test(bare));
  if (wide !== undefined) return wide[1];
  if (/^\s*(?:- +)?[A-Za-z]\w*:[^\s/]/.test(bare)) return 'a colon needs a space after it';
  if (/^\s*(?:- +)?[A-Za-z]\w*\s*=\s*\S/.test(bare))
    return 'a key has : and a space after it, and no =';
  if (/^\s*(?:- +)?[A-Za-z]\w*:\s+%\w+%\s*$/.test(bare)) {
    return 'it looks like the variable of another tool: write "${NAME}"';
  }
  if (before !== undefined && isAfterOpenQuote(bare, bareOf(before))) {
    return 'the line before opens a quote and does not close it';
  }
  if (before !== undefined && isAfterUnclosed(bare, bareOf(before))) {
    return 'the line before opens a { or [ and does not close it';
  }
  if (before !== undefined && isUnderValue(bare, before)) {
    return 'it is indented under a line that has a value already; keys of one block begin in the same column';
  }
  return undefined;
}

/** Without comments and the contents of quotes. */
function bareOf(line: string): string {
  return line.slice(0, LINE_LENGTH_MAX).replace(QUOTED, '""').replace(COMMENT, '');
}

const CONTROL = /[^\P{Cc}\t\r\n]/u;

/**
 * Only this much of a line is searched: longer ones are not written by hand, and could take long.
 */
const LINE_LENGTH_MAX = 1000;
const QUOTED = /"(?:[^"\\]|\\.)*"|'[^']*'/g;
const COMMENT = /(?:^|\s)#.*$/;

/** No-break spaces and the like, before a key. */
const NO_BREAK = /^[ -]*[\u00a0\u2007\u202f\u200b\u2060\ufeff]/;

/**
 * Full-width characters of Chinese keyboards that look like YAML's own. Within a text they are
 * harmless.
 */
const WIDE_SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:- *)?[\w.-]+\s*：/, 'it has a full-width colon (：): write : and a space'],
  [/[[{][^[{}\]]*：/, 'it has a full-width colon (：): write : and a space'],
  [/[[{][^[{}\]]*，/, 'it has a full-width comma (，): write , and a space'],
  [/[｛｝［］]/, 'it has full-width brackets: write { } and [ ]'],
  [/^\s*[－—–]\s*[\w-]+/, 'it begins with a long dash: write - and a space'],
  [
    /^\s*(?:- *)?[\w.-]+:[\u00a0\u2007\u202f\u200b\u3000\ufeff]/,
    'it has a space after the colon that YAML does not know: write a plain one',
  ],
  [/^\s*\/\//, 'a comment begins with #'],
  [/^\s*`{3}/, 'take out the line with ```, which belongs to the page that this was copied from'],
  [/^\s*\u3000/, 'it is indented with full-width spaces: use plain ones'],
  [
    NO_BREAK,
    'it is indented with spaces that YAML does not know, as web pages have them: use plain ones',
  ],
];

/** A key that is indented no more than a line with an open bracket. */
function isAfterUnclosed(line: string, before: string): boolean {
  const opened = (before.match(/[[{]/g) ?? []).length;
  const closed = (before.match(/[\]}]/g) ?? []).length;
  return opened > closed && isKeyBelow(line, before);
}

/** A key that is indented no more than a line with an open quote. */
function isAfterOpenQuote(line: string, before: string): boolean {
  // The contents of quotes are left out of both lines.
  const opens = /(?:^\s*(?:- +)?|[:,]\s+|[[{]\s*)["'][^"']*$/.test(before.replaceAll('""', ''));
  return opens && isKeyBelow(line, before);
}

function isKeyBelow(line: string, before: string): boolean {
  if (!/^\s*(?:- +)?[\w.-]+:(?:\s|$)/.test(line)) return false;
  const indent = line.length - line.trimStart().length;
  // The first key of a list's block stands behind the dash, and the others below it.
  return indent <= /^\s*(?:- +(?=[\w.-]+:\s))?/.exec(before)![0].length;
}

/** `key: value`, and below it another key further to the right. */
function isUnderValue(line: string, before: string): boolean {
  const above = /^(\s*(?:- +)?)[\w.-]+: +(?:[^\s#|>&{[].*|\{.*\}\s*|\[.*\]\s*)$/.exec(
    bareOf(before),
  );
  const below = /^(\s*)[\w.-]+:(?:\s|$)/.exec(line);
  return above !== null && below !== null && below[1]!.length > above[1]!.length;
}

/** A hint at full-width characters in a value that its key does not accept. */
export function wideSignsIn(value: string): string | undefined {
  if (/[“”‘’]/.test(value)) return 'it has curly quotes: write " or \'';
  if (/[：，；。、【】「」｛｝［］\u3000]/.test(value)) {
    return 'it has full-width punctuation: write : , { } and [ ]';
  }
  if (/[\u2010-\u2015\u2212]/.test(value)) return 'it has a long dash: write -';
  if (/[０-９]/.test(value)) return 'it has full-width digits: write 0 to 9';
  return /[！-～]/.test(value) ? 'it has full-width letters or signs: write plain ones' : undefined;
}
