import {
  PatternParser,
  PatternRefusal,
  WORD,
  type Assertion,
  type PatternNode,
  type Takes,
} from './pattern-parser.js';

/**
 * Regular expressions that take time in proportion to the text: an automaton whose states are
 * followed all at once (Thompson 1968), without backtracking. What an automaton cannot do is
 * refused: back references, look-ahead and look-behind, possessive repetitions.
 */
export class LinearPattern {
  readonly #program: readonly Step[];
  readonly #ignoresCase: boolean;

  private constructor(program: readonly Step[], ignoresCase: boolean) {
    this.#program = program;
    this.#ignoresCase = ignoresCase;
  }

  /** @returns the pattern, or a sentence why it is refused. */
  static compile(source: string): LinearPattern | string {
    if (source.length > SOURCE_MAX) return `is longer than ${SOURCE_MAX} characters`;
    try {
      const flags = /^\(\?([a-zA-Z]+)\)/.exec(source);
      if (flags !== null && /[^is]/.test(flags[1]!))
        throw new PatternRefusal('has flags but i and s');
      const rest = flags === null ? source : source.slice(flags[0].length);
      const node = new PatternParser(rest).parse();
      const program: Step[] = [];
      emit(node, program);
      program.push({ kind: 'match' });
      return new LinearPattern(program, flags?.[1]!.includes('i') === true);
    } catch (error) {
      if (error instanceof PatternRefusal) return error.message;
      throw error;
    }
  }

  /** Whether the pattern matches anywhere in a text. */
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

  /**
   * Adds the states that can be reached without a character. @returns whether the end is among
   * them.
   */
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
/** The most steps after repetitions are written out: `(a{1000}){1000}` is refused. */
const STEPS_MAX = 10_000;
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

function emit(node: PatternNode, program: Step[]): void {
  if (program.length > STEPS_MAX) throw new PatternRefusal('is too large, with its repetitions');
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

function emitAny(of: readonly PatternNode[], program: Step[]): void {
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

function emitRepeat(
  { of, min, max }: Extract<PatternNode, { kind: 'repeat' }>,
  program: Step[],
): void {
  for (let i = 0; i < min; i++) {
    const before = program.length;
    emit(of, program);
    // Nothing, a thousand times a thousand times, would never meet the bound of steps.
    if (program.length === before) throw new PatternRefusal('repeats nothing');
  }
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
