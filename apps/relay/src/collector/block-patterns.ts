import { createContext, Script } from 'node:vm';

/** What one comment may cost all the patterns together, in ms. */
const TIME_MAX_MS = 10;
/** The rest of a longer comment is not looked at. */
const LENGTH_MAX = 2000;

/**
 * The expressions that a comment must not match, with a bound on their time: what a viewer writes
 * must not keep the process busy, however an expression was written.
 *
 * The bound costs some 70 µs a comment, so an expression that cannot take long goes without.
 */
export class BlockPatterns {
  readonly #quick: readonly RegExp[];
  readonly #slow: readonly RegExp[];
  readonly #context: { text: string };

  /** @param patterns neither global nor sticky. */
  constructor(patterns: readonly RegExp[]) {
    this.#quick = patterns.filter(isQuick);
    this.#slow = patterns.filter((pattern) => !isQuick(pattern));
    this.#context = Object.assign(Object.create(null), { patterns: this.#slow, text: '' });
    if (this.#slow.length > 0) createContext(this.#context);
  }

  /** Whether a text matches one of them, or takes too long to tell: then it is no loss either. */
  block(text: string): boolean {
    const head = text.length > LENGTH_MAX ? text.slice(0, LENGTH_MAX) : text;
    return this.#quick.some((pattern) => pattern.test(head)) || this.#blockSlowly(head);
  }

  #blockSlowly(text: string): boolean {
    if (this.#slow.length === 0) return false;
    this.#context.text = text;
    try {
      return Boolean(ANY_MATCHES.runInContext(this.#context, { timeout: TIME_MAX_MS }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return true;
      throw error;
    }
  }
}

const ANY_MATCHES = new Script('patterns.some((pattern) => pattern.test(text))');

/**
 * Whether matching takes quadratic time at worst: one thing may repeat, and it is no group, since
 * a group may match the same text in several ways.
 */
function isQuick({ source }: RegExp): boolean {
  const bare = source
    .replace(/\\(?:[pPu]\{[^}]*\}|[^\dk])/gu, '_')
    .replace(/\(\?(?:[:=!]|<[=!])?/gu, '(');
  if (bare.includes('\\')) return false;
  const repeats = bare.match(/[*+?{]/gu)?.length ?? 0;
  return repeats === 0 || (repeats === 1 && !/\)[*+?{]/u.test(bare));
}
