import { LineCounter, Parser, type ErrorCode, type YAMLError } from 'yaml';
import { composed } from './yaml-documents.js';
import { tokensWithin } from './yaml-size.js';
import type { WrittenTree } from '../values/interpolate.js';
import type { Problem } from '../checks/problem.js';
import { mistakeIn } from './yaml-mistakes.js';
import { AliasedPlaces } from './places.js';
import { TreeBuilder } from './tree-builder.js';
import { DEPTH_MAX, isTooDeep } from './yaml-depth.js';

/** The largest configuration, in bytes. */
export const FILE_BYTES_MAX = 8 * 1024 * 1024;

export interface ReadYaml {
  readonly tree: WrittenTree;
  readonly problems: readonly Problem[];
  /** The number of values, counting those that aliases repeat. */
  readonly values: number;
  /** Whether any value has an anchor that an alias may repeat. */
  readonly hasAnchors: boolean;
}

/**
 * Reads YAML into plain values. Aliases and merge keys (`<<`) work and are bounded.
 * @param signsMax a text with more tokens is refused before parsing, which takes long.
 */
export function readYaml(text: string, signsMax = Infinity): ReadYaml {
  if (Buffer.byteLength(text) > FILE_BYTES_MAX) {
    return failure({ path: '', message: `is larger than ${FILE_BYTES_MAX} bytes` });
  }
  const lineCounter = new LineCounter();
  lineCounter.addNewLine(0);
  const read = tokensWithin(text, new Parser(lineCounter.addNewLine), signsMax);
  if ('trouble' in read) return failure({ path: '', message: read.trouble });
  const { tokens } = read;
  if (isTooDeep(tokens)) {
    return failure({ path: '', message: `is nested more than ${DEPTH_MAX} levels deep` });
  }
  const { documents, tooMany } = composed(tokens, text.length);
  const [document, second] = documents;
  const errors: SyntaxFinding[] = [...(document?.errors ?? []), ...tooMany];
  if (second !== undefined) errors.push({ code: 'MULTIPLE_DOCS', pos: second.range });
  if (errors.length > 0) {
    const found = errors.map(({ code, pos }) => ({ code, line: lineCounter.linePos(pos[0]).line }));
    return unread(syntaxProblems(found, text.split('\n')));
  }
  const builder = new TreeBuilder(lineCounter);
  const root = builder.build(document?.contents);
  const { written, aliases, values, hasAnchors } = builder;
  const problems = [...tagProblems(document?.warnings ?? [], lineCounter), ...builder.problems];
  const lines = new AliasedPlaces(builder.lines, aliases);
  return { tree: { root, written, aliases, lines }, problems, values, hasAnchors };
}

/**
 * One problem a line. If some lines are certainly wrong, those are reported, together with only
 * those problems of the parser that precede them: the later ones follow from them.
 */
function syntaxProblems(
  found: readonly { readonly code: ErrorCode; readonly line: number }[],
  lines: readonly string[],
): Problem[] {
  const messages = new Map<number, string>();
  for (const [index, line] of lines.slice(0, LINES_LOOKED_MAX).entries()) {
    // Lines after a wrong line are not compared with it.
    const mistake = mistakeIn(line, messages.has(index) ? undefined : lines[index - 1]);
    if (mistake !== undefined) messages.set(index + 1, mistake);
  }
  const first = Math.min(...messages.keys());
  for (const { code, line } of found) {
    // The parser often notices a mistake only in the next line.
    if (line < first - 1 && !messages.has(line))
      messages.set(line, SYNTAX_MESSAGES[code] ?? UNKNOWN);
  }
  return [...messages]
    .sort(([one], [other]) => one - other)
    .slice(0, SYNTAX_PROBLEMS_MAX)
    .map(([line, message]) => ({ path: '', message: `is not valid YAML: ${message}`, line }));
}

/** The parser would take `!env AK` for the text `AK`, and only warn. Tags that YAML itself has (`!!str`) are fine. */
function tagProblems(warnings: readonly YAMLError[], lines: LineCounter): Problem[] {
  const own = warnings.filter(({ message }) => OTHER_TAG.test(message));
  const message = 'has a tag (!name), and no tag is understood; a variable is written "${NAME}"';
  return own.map(({ pos }) => ({ path: '', message, line: lines.linePos(pos[0]).line }));
}

/** Also one that a directive (%TAG) stands for, or that is written out (`!<name>`), or that YAML does not have. */
const OTHER_TAG =
  /^Unresolved tag: (?!tag:yaml\.org,2002:(?:binary|bool|float|int|map|merge|null|omap|pairs|seq|set|str|timestamp)$)/;
const UNKNOWN = 'this line cannot be understood';

interface SyntaxFinding {
  readonly code: ErrorCode;
  readonly pos: readonly [number, ...number[]];
}

const SYNTAX_PROBLEMS_MAX = 10;
/** Bounds the search in a file that is no configuration at all. */
const LINES_LOOKED_MAX = 20_000;
const EMPTY: WrittenTree = {
  root: undefined,
  written: new Map(),
  aliases: new Map(),
  lines: new Map(),
};

function failure(problem: Problem): ReadYaml {
  return unread([problem]);
}

function unread(problems: readonly Problem[]): ReadYaml {
  return { tree: EMPTY, problems, values: 0, hasAnchors: false };
}

/** The parser's own messages may quote the file. */
const SYNTAX_MESSAGES: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'an alias has no proper name',
  BAD_DQ_ESCAPE: 'there is no such escape in double quotes; single quotes take \\ as it is',
  BAD_INDENT: 'the indentation does not fit',
  BAD_SCALAR_START: 'a plain text cannot begin like this; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a text with ": " in it needs quotes, or a line is indented wrongly',
  BLOCK_IN_FLOW: 'a block cannot stand inside { } or [ ]',
  KEY_OVER_1024_CHARS: 'a key is too long',
  MISSING_CHAR: 'a quote, bracket, comma or colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a key goes over more than one line; perhaps a colon is missing',
  MULTIPLE_DOCS: 'it holds more than one document (---)',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
  TAB_AS_INDENT: 'tabs cannot indent; use spaces',
  TAG_RESOLVE_FAILED: 'tags (!name) are not understood',
  UNEXPECTED_TOKEN: 'something stands where nothing can; perhaps a text needs quotes',
};
