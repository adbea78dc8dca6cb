import { createContext, Script } from 'node:vm';

/** How long one expression may take for one comment, in ms. */
const TIME_MAX_MS = 20;
/** An expression that took too long so often is switched off. */
const OVERRUNS_MAX = 3;
/**
 * The least processor time for which an expression is blamed, in µs: on a busy machine the process
 * may hardly have run.
 */
const BLAMED_CPU_US = 10_000;
const TRIES = 3;
/** Only this many characters of a comment are matched. */
const LENGTH_MAX = 2000;

/** An expression whose time has to be bounded, and how often it took too long. */
interface Slow {
  readonly pattern: RegExp;
  /** Which of the bridge's expressions it is, from 1. */
  readonly number: number;
  overruns: number;
}

/**
 * The expressions that a comment must not match, with a bound on their time: a viewer's text must
 * not keep the process busy, however an expression was written. One that takes too long for several
 * comments is switched off, since a viewer who wrote one such comment can write more.
 *
 * The bound costs some 70 µs a comment, so expressions that cannot take long run without it.
 */
export class BlockPatterns {
  readonly #quick: readonly RegExp[];
  #slow: Slow[];
  readonly #switchedOff: (number: number) => void;
  readonly #context: { pattern: RegExp | undefined; text: string };

  /**
   * @param patterns neither global nor sticky.
   * @param switchedOff called with the number, from 1, of an expression that is switched off.
   */
  constructor(patterns: readonly RegExp[], switchedOff: (number: number) => void = () => {}) {
    const numbered = patterns.map((pattern, i) => ({ pattern, number: i + 1, overruns: 0 }));
    this.#quick = patterns.filter(isQuick);
    this.#slow = numbered.filter(({ pattern }) => !isQuick(pattern));
    this.#switchedOff = switchedOff;
    this.#context = Object.assign(Object.create(null), { pattern: undefined, text: '' });
    if (this.#slow.length > 0) createContext(this.#context);
  }

  /** `blocked`: the text matches one of them. `slow`: matching took too long. */
  reasonAgainst(text: string): 'blocked' | 'slow' | undefined {
    const head = text.length > LENGTH_MAX ? text.slice(0, LENGTH_MAX) : text;
    if (this.#quick.some((pattern) => pattern.test(head))) return 'blocked';
    for (const slow of this.#slow) {
      const reason = this.#askInTime(slow, head);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  #askInTime(slow: Slow, text: string): 'blocked' | 'slow' | undefined {
    for (let tries = 0; tries < TRIES; tries++) {
      const before = process.cpuUsage();
      const matches = this.#matches(slow.pattern, text);
      if (matches !== undefined) return matches ? 'blocked' : undefined;
      if (process.cpuUsage(before).user >= BLAMED_CPU_US) break;
    }
    if (++slow.overruns === OVERRUNS_MAX) {
      this.#slow = this.#slow.filter((one) => one !== slow);
      this.#switchedOff(slow.number);
    }
    return 'slow';
  }

  /** @returns `undefined` where it took too long. */
  #matches(pattern: RegExp, text: string): boolean | undefined {
    this.#context.pattern = pattern;
    this.#context.text = text;
    try {
      return Boolean(MATCHES.runInContext(this.#context, { timeout: TIME_MAX_MS }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
        return undefined;
      throw error;
    }
  }
}

const MATCHES = new Script('pattern.test(text)');

/**
 * Whether matching takes at most quadratic time: at most one repetition, and not of a group, since
 * a group may match the same text in several ways; nor many alternatives in one group after the
 * other, which may, too.
 */
function isQuick({ source }: RegExp): boolean {
  const bare = source
    .replace(/\\(?:[pPu]\{[^}]*\}|[^\dk])/gu, '_')
    .replace(/\[[^\]]*\]/gu, '_')
    .replace(/\(\?(?:[:=!]|<[=!])?/gu, '(');
  if (bare.includes('\\')) return false;
  const repeats = bare.match(/[*+?{]/gu)?.length ?? 0;
  if (repeats > 1 || /\)[*+?{]/u.test(bare)) return false;
  const alternatives = bare.split('|').length;
  return waysThrough(bare) <= Math.max(WAYS_MAX, alternatives);
}

/** In how many ways alternatives can be taken: those of a group add up, groups in a row multiply. */
function waysThrough(bare: string): number {
  const open: (readonly [before: number, ways: number])[] = [];
  let [before, ways] = [0, 1];
  for (const sign of bare) {
    if (sign === '(') {
      open.push([before, ways]);
      [before, ways] = [0, 1];
    } else if (sign === '|') {
      [before, ways] = [before + ways, 1];
    } else if (sign === ')') {
      const [outerBefore, outerWays] = open.pop() ?? [0, 1];
      [before, ways] = [outerBefore, outerWays * (before + ways)];
    }
  }
  return before + ways;
}

/** More ways through an expression may take long, at each place of a comment. */
const WAYS_MAX = 1000;
