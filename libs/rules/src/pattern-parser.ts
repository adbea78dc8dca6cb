const REPEATED_MAX = 1000;
const DEPTH_MAX = 100;

export class PatternRefusal extends Error {}

export type Takes = (character: string) => boolean;
export type Assertion = 'start' | 'end' | 'word' | 'inside';

export type PatternNode =
  | { readonly kind: 'take'; readonly takes: Takes }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'all'; readonly of: readonly PatternNode[] }
  | { readonly kind: 'any'; readonly of: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly of: PatternNode;
      readonly min: number;
      readonly max: number;
    };

export class PatternParser {
  readonly #source: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = Array.from(source);
  }

  parse(): PatternNode {
    const node = this.#choices();
    if (this.#at < this.#source.length) throw new PatternRefusal('closes a group that is not open');
    return node;
  }

  #choices(): PatternNode {
    this.#depth++;
    if (this.#depth > DEPTH_MAX) throw new PatternRefusal('is nested too deep');
    const of = [this.#sequence()];
    while (this.#takeIf('|')) of.push(this.#sequence());
    this.#depth--;
    return of.length === 1 ? of[0]! : { kind: 'any', of };
  }

  #sequence(): PatternNode {
    const of: PatternNode[] = [];
    while (this.#at < this.#source.length && this.#peek() !== '|' && this.#peek() !== ')') {
      of.push(this.#repeated(this.#atom()));
    }
    return { kind: 'all', of };
  }

  #atom(): PatternNode {
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'take', takes: this.#set() };
      case '.':
        return { kind: 'take', takes: (one) => one !== '\n' };
      case '^':
        return { kind: 'assert', what: 'start' };
      case '$':
        return { kind: 'assert', what: 'end' };
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new PatternRefusal('repeats nothing');
      default:
        return { kind: 'take', takes: (one) => one === character };
    }
  }

  #group(): PatternNode {
    if (this.#takeIf('?')) {
      const kind = this.#next();
      const isNamed = kind === '<' && this.#peek() !== '=' && this.#peek() !== '!';
      if (isNamed) while (this.#next() !== '>');
      else if (kind !== ':') throw new PatternRefusal('looks ahead or behind, or has flags within');
    }
    const node = this.#choices();
    if (!this.#takeIf(')')) throw new PatternRefusal('leaves a group open');
    return node;
  }

  #escape(): PatternNode {
    const letter = this.#next();
    if (letter === 'b') return { kind: 'assert', what: 'word' };
    if (letter === 'B') return { kind: 'assert', what: 'inside' };
    if (/[1-9k]/.test(letter)) throw new PatternRefusal('refers back to a group');
    if (letter === 'A') return { kind: 'assert', what: 'start' };
    if (letter === 'z' || letter === 'Z') return { kind: 'assert', what: 'end' };
    const escaped = this.#escaped(letter);
    return {
      kind: 'take',
      takes: typeof escaped === 'string' ? (one) => one === escaped : escaped,
    };
  }

  #escaped(letter: string): string | Takes {
    const known = CLASSES[letter];
    if (known !== undefined) return known;
    if (letter === 'u' || letter === 'x') {
      const digits = this.#source.slice(this.#at, this.#at + (letter === 'u' ? 4 : 2)).join('');
      if (!/^[0-9a-fA-F]+$/.test(digits))
        throw new PatternRefusal('has an escape that is not known');
      this.#at += digits.length;
      return String.fromCodePoint(Number.parseInt(digits, 16));
    }
    if (/[a-zA-Z0-9]/.test(letter)) throw new PatternRefusal('has an escape that is not known');
    return letter;
  }

  #set(): Takes {
    const isNegated = this.#takeIf('^');
    const parts: Takes[] = [];
    for (let isFirst = true; this.#peek() !== ']' || isFirst; isFirst = false) {
      const from = this.#element();
      const isRange = this.#peek() === '-' && this.#source[this.#at + 1] !== ']';
      if (typeof from !== 'string' || !isRange) {
        parts.push(typeof from === 'string' ? (one) => one === from : from);
        continue;
      }
      this.#at++;
      const to = this.#element();
      if (typeof to !== 'string' || to < from) throw new PatternRefusal('has a range that is none');
      parts.push((one) => one >= from && one <= to);
    }
    this.#at++;
    return (one) => parts.some((takes) => takes(one)) !== isNegated;
  }

  /** One character of a set, or a class. */
  #element(): string | Takes {
    const character = this.#next();
    if (character === '[' || (character === '&' && this.#peek() === '&')) {
      throw new PatternRefusal('has a set within a set');
    }
    return character === '\\' ? this.#escaped(this.#next()) : character;
  }

  #repeated(of: PatternNode): PatternNode {
    let node = of;
    for (;;) {
      const bounds = this.#bounds();
      if (bounds === undefined) return node;
      if (node.kind === 'assert') throw new PatternRefusal('repeats nothing');
      const { min, max } = bounds;
      if (max < min || Math.max(min, max === Infinity ? 0 : max) > REPEATED_MAX) {
        throw new PatternRefusal('has a repetition that is none, or too large');
      }
      node = { kind: 'repeat', of: node, min, max };
      // Lazy or greedy makes no difference when only a match is asked for.
      if (this.#takeIf('?')) continue;
      if (this.#peek() === '+') throw new PatternRefusal('has a possessive repetition');
    }
  }

  #bounds(): { readonly min: number; readonly max: number } | undefined {
    if (this.#takeIf('*')) return { min: 0, max: Infinity };
    if (this.#takeIf('+')) return { min: 1, max: Infinity };
    if (this.#takeIf('?')) return { min: 0, max: 1 };
    if (this.#peek() !== '{') return undefined;
    const rest = this.#source.slice(this.#at, this.#at + 24).join('');
    const match = /^\{(\d{1,9})(,)?(\d{1,9})?\}/.exec(rest);
    if (match === null) throw new PatternRefusal('has a { that begins no repetition');
    this.#at += match[0].length;
    const min = Number(match[1]);
    return { min, max: match[2] === undefined ? min : Number(match[3] ?? Infinity) };
  }

  #peek(): string | undefined {
    return this.#source[this.#at];
  }

  #next(): string {
    const character = this.#source[this.#at];
    if (character === undefined) throw new PatternRefusal('ends too early');
    this.#at++;
    return character;
  }

  #takeIf(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }
}

export const WORD: Takes = (one) => /^\w$/.test(one);
const DIGIT: Takes = (one) => one >= '0' && one <= '9';
const SPACE: Takes = (one) => /^\s$/u.test(one);
const CLASSES: Readonly<Record<string, Takes>> = {
  d: DIGIT,
  D: (one) => !DIGIT(one),
  w: WORD,
  W: (one) => !WORD(one),
  s: SPACE,
  S: (one) => !SPACE(one),
  t: (one) => one === '\t',
  n: (one) => one === '\n',
  r: (one) => one === '\r',
};
