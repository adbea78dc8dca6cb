import { LineCounter, parseDocument, type ErrorCode } from 'yaml';
import type { FileTree } from './file-tree.js';
import type { Problem } from './problem.js';
import type { Environment } from './substitute.js';
import { TreeBuilder } from './tree-builder.js';

/** A configuration larger than this is refused, in bytes. */
export const FILE_BYTES_MAX = 1024 * 1024;

/**
 * Reads YAML into plain values, with `${VAR}` filled in from the environment after parsing, so
 * that no value can change the structure. Aliases and merge keys (`<<`) work and are bounded.
 */
export function readYaml(
  text: string,
  environment: Environment,
): { readonly tree: FileTree; readonly problems: readonly Problem[] } {
  if (Buffer.byteLength(text) > FILE_BYTES_MAX) {
    return failure({ path: '', message: `is larger than ${FILE_BYTES_MAX} bytes` });
  }
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter,
      // Both would quote the file in their messages, and the file may hold secrets.
      prettyErrors: false,
      logLevel: 'silent',
      uniqueKeys: false,
      resolveKnownTags: false,
    });
    if (document.errors.length > 0) {
      const problems = document.errors.slice(0, SYNTAX_PROBLEMS_MAX).map((error) => {
        const line = lineCounter.linePos(error.pos[0]).line;
        return { path: '', message: syntaxMessage(error.code, lineAt(text, line)), line };
      });
      return { tree: EMPTY, problems };
    }
    const builder = new TreeBuilder(environment, lineCounter);
    const root = builder.build(document.contents);
    return {
      tree: { root, scalars: builder.scalars, lines: builder.lines },
      problems: builder.problems,
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return failure({ path: '', message: 'is nested too deeply to be read' });
  }
}

const SYNTAX_PROBLEMS_MAX = 5;
const EMPTY: FileTree = { root: undefined, scalars: new Map(), lines: new Map() };

function failure(problem: Problem): { tree: FileTree; problems: Problem[] } {
  return { tree: EMPTY, problems: [problem] };
}

function lineAt(text: string, line: number): string {
  return text.split('\n', line)[line - 1] ?? '';
}

function syntaxMessage(code: ErrorCode, line: string): string {
  const hint = /[[{].*\$\{/.test(line) ? '; inside { } and [ ] put "${VAR}" in double quotes' : '';
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
  TAB_AS_INDENT: 'tabs cannot indent; use spaces',
  TAG_RESOLVE_FAILED: 'tags (!name) are not understood',
  UNEXPECTED_TOKEN: 'something stands where nothing can; perhaps a text needs quotes',
};
