import { Composer, LineCounter, Parser, type ErrorCode } from 'yaml';
import type { WrittenTree } from './interpolate.js';
import type { Problem } from './problem.js';
import { TreeBuilder } from './tree-builder.js';
import { DEPTH_MAX, isTooDeep } from './yaml-depth.js';

/** A configuration larger than this is refused, in bytes. */
export const FILE_BYTES_MAX = 1024 * 1024;

/** Reads YAML into plain values. Aliases and merge keys (`<<`) work and are bounded. */
export function readYaml(text: string): {
  readonly tree: WrittenTree;
  readonly problems: readonly Problem[];
} {
  if (Buffer.byteLength(text) > FILE_BYTES_MAX) {
    return failure({ path: '', message: `is larger than ${FILE_BYTES_MAX} bytes` });
  }
  const lineCounter = new LineCounter();
  const tokens = [...new Parser(lineCounter.addNewLine).parse(text)];
  if (isTooDeep(tokens)) {
    return failure({ path: '', message: `is nested more than ${DEPTH_MAX} levels deep` });
  }
  const [document, second] = new Composer(COMPOSE).compose(tokens, true, text.length);
  const errors: SyntaxFinding[] = [...(document?.errors ?? [])];
  if (second !== undefined) errors.push({ code: 'MULTIPLE_DOCS', pos: second.range });
  if (errors.length > 0) {
    const problems = errors.slice(0, SYNTAX_PROBLEMS_MAX).map(({ code, pos }) => {
      const { line } = lineCounter.linePos(pos[0]);
      return { path: '', message: syntaxMessage(code, lineAt(text, line)), line };
    });
    return { tree: EMPTY, problems };
  }
  const builder = new TreeBuilder(lineCounter);
  const root = builder.build(document?.contents);
  const { written, lines, problems } = builder;
  return { tree: { root, written, lines }, problems };
}

const COMPOSE = {
  // Both would quote the file in their messages, and the file may hold secrets.
  prettyErrors: false,
  logLevel: 'silent',
  uniqueKeys: false,
  resolveKnownTags: false,
} as const;

interface SyntaxFinding {
  readonly code: ErrorCode;
  readonly pos: readonly [number, ...number[]];
}

const SYNTAX_PROBLEMS_MAX = 5;
const EMPTY: WrittenTree = { root: undefined, written: new Map(), lines: new Map() };

function failure(problem: Problem): { tree: WrittenTree; problems: Problem[] } {
  return { tree: EMPTY, problems: [problem] };
}

function lineAt(text: string, line: number): string {
  return text.split('\n', line)[line - 1] ?? '';
}

function syntaxMessage(code: ErrorCode, line: string): string {
  const bracketAt = line.search(/[[{]/);
  const inBrackets = bracketAt !== -1 && line.indexOf('${') > bracketAt;
  const hint = inBrackets ? '; inside { } and [ ] put "${VAR}" in double quotes' : '';
  return `is not valid YAML: ${SYNTAX_MESSAGES[code] ?? 'this line cannot be understood'}${hint}`;
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
