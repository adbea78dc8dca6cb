import { Lexer } from 'yaml';
import { DEPTH_MAX } from './yaml-depth.js';

/**
 * Why a text is too much to be understood; `undefined` where it is not. Telling its words and signs
 * apart is quick. Making something of them takes ten times as long, and nothing else happens
 * meanwhile: whoever may send a text must not hold up a process with it.
 */
export function sizeTrouble(text: string, signsMax: number): string | undefined {
  let signs = 0;
  let depth = 0;
  for (const sign of new Lexer().lex(text)) {
    if (++signs > signsMax) {
      return `has more than ${signsMax} words and signs; send it in parts`;
    }
    if (sign === '[' || sign === '{') depth++;
    else if (sign === ']' || sign === '}') depth--;
    if (depth > DEPTH_MAX) return `is nested more than ${DEPTH_MAX} levels deep`;
  }
  return undefined;
}
