/**
 * Regular expressions that take time in proportion to the text, whatever they are: an automaton
 * whose states are followed all at once (Thompson 1968), without backtracking. What an automaton
 * cannot do is refused: references back, looking ahead or behind, possessive repetitions.
 */
export class LinearPattern {
  readonly #program: readonly Step[];
  readonly #ignoresCase: boolean;

  private constructor(program: readonly Step[], ignoresCase: boolean) {
    this.#program = program;
    this.#ignoresCase = ignoresCase;
  }

  /** @returns a sentence where it cannot be had. */
  static compile(source: string): LinearPattern | string {
    if (source.length > SOURCE_MAX) return `is longer than ${SOURCE_MAX} characters`;
    try {
      const flags = /^\(\?([a-zA-Z]+)\)/.exec(source);
      if (flags !== null && /[^is]/.test(flags[1]!)) throw new Refusal('has flags but i and s');
      const rest = flags === null ? source : source.slice(flags[0].length);
      const node = new Parser(rest).parse();
      const program: Step[] = [];
      emit(node, program);
      program.push({ kind: 'match' });
      return new LinearPattern(program, flags?.[1]!.includes('i') === true);
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  /** Whether it is found anywhere in a text. */
  isIn(text: string): boolean {
    const characters = Array.from(this.#ignoresCase ? text.toLowerCase() : text);
    let states = new States(this.#program.length);
    for (let at = 0; at <= characters.length; at++) {
      const around = { isFirst: at === 0, isLast: at === characters.length, characters, at };
      if (this.#follow(0, states, around)) return true;
      const character = characters[at];
      if (character === undefined) return false;
      const next = new States(this.#program.length);
      const after = {
        isFirst: false,
        isLast: at + 1 === characters.length,
        characters,
        at: at + 1,
      };
      for (const state of states.all) {
        const step = this.#program[state]!;
        if (step.kind !== 'take' || !this.#takes(step, character)) continue;
        if (this.#follow(state + 1, next, after)) return true;
      }
      states = next;
    }
    return false;
  }

  #takes({ takes }: Extract<Step, { kind: 'take' }>, character: string): boolean {
    return takes(character) || (this.#ignoresCase && takes(character.toUpperCase()));
  }

  /** Adds what is reached without a character. @returns whether that is the end. */
  #follow(from: number, states: States, around: Around): boolean {
    const open = [from];
    while (open.length > 0) {
      const at = open.pop()!;
      if (!states.add(at)) continue;
      const step = this.#program[at]!;
      switch (step.kind) {
        case 'match':
          return true;
        case 'take':
          break;
        case 'split':
          open.push(step.to, step.or);
          break;
        case 'go':
          open.push(step.to);
          break;
        case 'assert':
          if (holds(step.what, around)) open.push(at + 1);
          break;
      }
    }
    return false;
  }
}

const SOURCE_MAX = 1024;
/** What repetitions are written out to: `(a{1000}){1000}` is refused. */
const STEPS_MAX = 10_000;
const REPEATED_MAX = 1000;
const DEPTH_MAX = 100;

class Refusal extends Error {}

type Takes = (character: string) => boolean;
type Assertion = 'start' | 'end' | 'word' | 'inside';

type Step =
  | { readonly kind: 'take'; readonly takes: Takes }
  | { readonly kind: 'split'; to: number; or: number }
  | { readonly kind: 'go'; to: number }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'match' };

interface Around {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly characters: readonly string[];
  readonly at: number;
}

class States {
  readonly all: number[] = [];
  readonly #has: Uint8Array;

  constructor(size: number) {
    this.#has = new Uint8Array(size);
  }

  add(state: number): boolean {
    if (this.#has[state] === 1) return false;
    this.#has[state] = 1;
    this.all.push(state);
    return true;
  }
}

function holds(what: Assertion, { isFirst, isLast, characters, at }: Around): boolean {
  if (what === 'start') return isFirst;
  if (what === 'end') return isLast;
  const before = at > 0 && WORD(characters[at - 1]!);
  const after = at < characters.length && WORD(characters[at]!);
  return (before !== after) === (what === 'word');
}

type Node =
  | { readonly kind: 'take'; readonly takes: Takes }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'all'; readonly of: readonly Node[] }
  | { readonly kind: 'any'; readonly of: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly min: number; readonly max: number };

function emit(node: Node, program: Step[]): void {
  if (program.length > STEPS_MAX) throw new Refusal('is too large, with its repetitions');
  switch (node.kind) {
    case 'take':
    case 'assert':
      program.push(node);
      return;
    case 'all':
      for (const one of node.of) emit(one, program);
      return;
    case 'any':
      return emitAny(node.of, program);
    case 'repeat':
      return emitRepeat(node, program);
  }
}

function emitAny(of: readonly Node[], program: Step[]): void {
  const ends: { to: number }[] = [];
  for (const [index, one] of of.entries()) {
    if (index === of.length - 1) {
      emit(one, program);
      break;
    }
    const split = { kind: 'split' as const, to: program.length + 1, or: 0 };
    program.push(split);
    emit(one, program);
    const end = { kind: 'go' as const, to: 0 };
    program.push(end);
    ends.push(end);
    split.or = program.length;
  }
  for (const end of ends) end.to = program.length;
}

function emitRepeat({ of, min, max }: Extract<Node, { kind: 'repeat' }>, program: Step[]): void {
  for (let i = 0; i < min; i++) emit(of, program);
  if (max === Infinity) {
    const split = { kind: 'split' as const, to: program.length + 1, or: 0 };
    const at = program.length;
    program.push(split);
    emit(of, program);
    program.push({ kind: 'go', to: at });
    split.or = program.length;
    return;
  }
  const splits: { or: number }[] = [];
  for (let i = min; i < max; i++) {
    const split = { kind: 'split' as const, to: program.length + 1, or: 0 };
    program.push(split);
    splits.push(split);
    emit(of, program);
  }
  for (const split of splits) split.or = program.length;
}

class Parser {
  readonly #source: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = Array.from(source);
  }

  parse(): Node {
    const node = this.#choices();
    if (this.#at < this.#source.length) throw new Refusal('closes a group that is not open');
    return node;
  }

  #choices(): Node {
    this.#depth++;
    if (this.#depth > DEPTH_MAX) throw new Refusal('is nested too deep');
    const of = [this.#sequence()];
    while (this.#takeIf('|')) of.push(this.#sequence());
    this.#depth--;
    return of.length === 1 ? of[0]! : { kind: 'any', of };
  }

  #sequence(): Node {
    const of: Node[] = [];
    while (this.#at < this.#source.length && this.#peek() !== '|' && this.#peek() !== ')') {
      of.push(this.#repeated(this.#atom()));
    }
    return { kind: 'all', of };
  }

  #atom(): Node {
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
        throw new Refusal('repeats nothing');
      default:
        return { kind: 'take', takes: (one) => one === character };
    }
  }

  #group(): Node {
    if (this.#takeIf('?')) {
      const kind = this.#next();
      const isNamed = kind === '<' && this.#peek() !== '=' && this.#peek() !== '!';
      if (isNamed) while (this.#next() !== '>');
      else if (kind !== ':') throw new Refusal('looks ahead or behind, or has flags within');
    }
    const node = this.#choices();
    if (!this.#takeIf(')')) throw new Refusal('leaves a group open');
    return node;
  }

  #escape(): Node {
    const letter = this.#next();
    if (letter === 'b') return { kind: 'assert', what: 'word' };
    if (letter === 'B') return { kind: 'assert', what: 'inside' };
    if (/[1-9k]/.test(letter)) throw new Refusal('refers back to a group');
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
      if (!/^[0-9a-fA-F]+$/.test(digits)) throw new Refusal('has an escape that is not known');
      this.#at += digits.length;
      return String.fromCodePoint(Number.parseInt(digits, 16));
    }
    if (/[a-zA-Z0-9]/.test(letter)) throw new Refusal('has an escape that is not known');
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
      if (typeof to !== 'string' || to < from) throw new Refusal('has a range that is none');
      parts.push((one) => one >= from && one <= to);
    }
    this.#at++;
    return (one) => parts.some((takes) => takes(one)) !== isNegated;
  }

  /** One character of a set, or a class. */
  #element(): string | Takes {
    const character = this.#next();
    if (character === '[' || (character === '&' && this.#peek() === '&')) {
      throw new Refusal('has a set within a set');
    }
    return character === '\\' ? this.#escaped(this.#next()) : character;
  }

  #repeated(of: Node): Node {
    let node = of;
    for (;;) {
      const bounds = this.#bounds();
      if (bounds === undefined) return node;
      if (node.kind === 'assert') throw new Refusal('repeats nothing');
      const { min, max } = bounds;
      if (max < min || Math.max(min, max === Infinity ? 0 : max) > REPEATED_MAX) {
        throw new Refusal('has a repetition that is none, or too large');
      }
      node = { kind: 'repeat', of: node, min, max };
      // Lazy or not is the same where only a match is asked for.
      if (this.#takeIf('?')) continue;
      if (this.#peek() === '+') throw new Refusal('has a possessive repetition');
    }
  }

  #bounds(): { readonly min: number; readonly max: number } | undefined {
    if (this.#takeIf('*')) return { min: 0, max: Infinity };
    if (this.#takeIf('+')) return { min: 1, max: Infinity };
    if (this.#takeIf('?')) return { min: 0, max: 1 };
    if (this.#peek() !== '{') return undefined;
    const rest = this.#source.slice(this.#at, this.#at + 24).join('');
    const match = /^\{(\d{1,9})(,)?(\d{1,9})?\}/.exec(rest);
    if (match === null) throw new Refusal('has a { that begins no repetition');
    this.#at += match[0].length;
    const min = Number(match[1]);
    return { min, max: match[2] === undefined ? min : Number(match[3] ?? Infinity) };
  }

  #peek(): string | undefined {
    return this.#source[this.#at];
  }

  #next(): string {
    const character = this.#source[this.#at];
    if (character === undefined) throw new Refusal('ends too early');
    this.#at++;
    return character;
  }

  #takeIf(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }
}

const WORD: Takes = (one) => /^\w$/.test(one);
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
