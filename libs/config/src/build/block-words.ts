import type { BlockWords } from '../relay-config.js';

export type BlockWordProblem = { readonly index: number; readonly message: string };

/**
 * Splits a list of words into plain ones and expressions, which are written `/…/` or `/…/flags` (i,
 * m, s, u). Expressions are always Unicode-aware, so that `.` matches a whole emoji.
 */
export function parseBlockWords(words: readonly string[]): {
  readonly blockWords: BlockWords;
  readonly problems: readonly BlockWordProblem[];
} {
  const plain: string[] = [];
  const patterns: RegExp[] = [];
  const problems: BlockWordProblem[] = [];
  for (const [index, word] of words.entries()) {
    const expression = EXPRESSION.exec(word);
    if (expression === null) {
      plain.push(word.toLowerCase());
      continue;
    }
    const [, source = '', flags = ''] = expression;
    const pattern = compile(source, flags);
    if (pattern === undefined) problems.push({ index, message: EXPECTED });
    else patterns.push(pattern);
  }
  return { blockWords: { plain, patterns }, problems };
}

const EXPRESSION = /^\/([^]+)\/([a-z]*)$/;
const EXPECTED = 'must be an expression that compiles, /…/ with none of the flags but i, m, s, u';

function compile(source: string, flags: string): RegExp | undefined {
  if (!/^[imsu]*$/.test(flags)) return undefined;
  try {
    return new RegExp(source, flags.includes('u') ? flags : `${flags}u`);
  } catch (error) {
    // The error's message would quote the expression; the place is enough.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
