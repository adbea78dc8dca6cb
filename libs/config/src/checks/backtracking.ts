import { createRequire } from 'node:module';

/**
 * Whether an expression can take a time out of all proportion to the text: exponential, or through
 * a repetition within a repetition. Undecided counts as no.
 */
export function canBacktrack(expression: RegExp): boolean {
  if (expression.source.length > SOURCE_LENGTH_MAX) return false;
  if (hasLikeAlternatives(expression.source)) return true;
  // Loaded only for expressions that repeat something: most files have none.
  if (!/[*+{]/.test(expression.source)) return false;
  const { analyse } = createRequire(import.meta.url)('scslre') as typeof import('scslre');
  try {
    const { reports } = analyse(expression, {
      maxReports: REPORTS_MAX,
      reportTypes: { Move: false },
    });
    return reports.some(({ exponential, type }) => exponential || type === 'Self');
  } catch {
    // Newer syntax than the analysis knows: the expression compiles, and its time is limited
    // elsewhere.
    return false;
  }
}

/** `(a|a)*`, `(?:ab|a)+`: a repeated group in which one alternative begins another. */
function hasLikeAlternatives(source: string): boolean {
  return [...source.matchAll(REPEATED_ALTERNATIVES)].some(([, inner = '']) => {
    const alternatives = inner.split('|');
    return alternatives.some((one, i) =>
      alternatives.some((other, j) => i !== j && other.startsWith(one)),
    );
  });
}

const REPEATED_ALTERNATIVES = /\((?:\?:)?([^()|\\[\]]+(?:\|[^()|\\[\]]+)+)\)[*+{]/g;
const SOURCE_LENGTH_MAX = 512;
const REPORTS_MAX = 4;
