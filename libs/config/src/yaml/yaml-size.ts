import { Lexer, type CST, type Parser } from 'yaml';
import { DEPTH_MAX } from './yaml-depth.js';

/**
 * The tokens of a text, or why there are too many. Splitting a text into tokens is quick; parsing
 * them takes ten times as long, and holds up the whole process. So the parser never gets more
 * tokens than allowed.
 */
export function tokensWithin(
  text: string,
  parser: Parser,
  signsMax: number,
): { readonly tokens: readonly CST.Token[] } | { readonly trouble: string } {
  const tokens: CST.Token[] = [];
  let signs = 0;
  let depth = 0;
  for (const sign of new Lexer().lex(text)) {
    if (++signs > signsMax) {
      return { trouble: `has more than ${signsMax} words and signs; send it in parts` };
    }
    if (sign === '[' || sign === '{') depth++;
    else if (sign === ']' || sign === '}') depth--;
    if (depth > DEPTH_MAX) return { trouble: `is nested more than ${DEPTH_MAX} levels deep` };
    for (const token of parser.next(sign)) tokens.push(token);
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}
