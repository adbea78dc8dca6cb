/** The longest path that is taken, in characters. */
const PATH_LENGTH_MAX = 256;
/** The most parts of one alternative: `a.b.0` has three. */
const PATH_PARTS_MAX = 16;
/** The most alternatives of one path: `a | b` has two. */
const PATH_ALTERNATIVES_MAX = 8;

/** The names on the way to a value. */
export type Parts = readonly [string, ...string[]];

/** One of a path's alternatives. */
export interface PathWay {
  readonly parts: Parts;
  /** Whether it began with `$`, and so starts at the frame instead of the message. */
  readonly fromFrame: boolean;
}

/** Reads the text of a path; `problem` tells what is wrong and where, and quotes nothing. */
export function parsePath(text: string): readonly [PathWay, ...PathWay[]] | { problem: string } {
  if (text.length > PATH_LENGTH_MAX) {
    return { problem: `is longer than ${PATH_LENGTH_MAX} characters` };
  }
  const reader = new PathReader(text);
  const alternatives: PathWay[] = [];
  do {
    const way = reader.alternative();
    if (way === undefined) return { problem: reader.problem };
    alternatives.push(way);
  } while (reader.take('|'));
  return alternatives.length > PATH_ALTERNATIVES_MAX
    ? { problem: `has more than ${PATH_ALTERNATIVES_MAX} alternatives` }
    : (alternatives as [PathWay, ...PathWay[]]);
}

class PathReader {
  problem = '';
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  alternative(): PathWay | undefined {
    this.#skipBlanks();
    const fromFrame = this.#frame();
    const parts: string[] = [];
    do {
      const part = this.#text[this.#at] === '[' ? this.#bracket() : this.#name();
      if (part === undefined) return undefined;
      parts.push(part);
    } while (this.#text[this.#at] === '[' || this.take('.'));
    this.#skipBlanks();
    if (this.#at < this.#text.length && this.#text[this.#at] !== '|') {
      return this.#fail('has something else than a name, a dot, a bracket or |');
    }
    if (parts.length > PATH_PARTS_MAX) return this.#fail(`has more than ${PATH_PARTS_MAX} parts`);
    return { parts: parts as [string, ...string[]], fromFrame };
  }

  take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  /** Only `$.` and `$[`: otherwise the $ belongs to a name. */
  #frame(): boolean {
    if (this.#text[this.#at] !== '$') return false;
    const next = this.#text[this.#at + 1];
    if (next !== '.' && next !== '[') return false;
    this.#at += next === '.' ? 2 : 1;
    return true;
  }

  #name(): string | undefined {
    const start = this.#at;
    while (this.#at < this.#text.length && !NOT_IN_NAME.has(this.#text[this.#at]!)) this.#at++;
    return this.#at > start ? this.#text.slice(start, this.#at) : this.#fail('misses a name');
  }

  #bracket(): string | undefined {
    const quote = this.#text[this.#at + 1];
    const quoted = quote === '"' || quote === "'";
    const start = this.#at + (quoted ? 2 : 1);
    const end = this.#text.indexOf(quoted ? `${quote}]` : ']', start);
    if (end === -1) return this.#fail('has a bracket that is not closed');
    const name = this.#text.slice(start, end);
    if (!quoted && !WHOLE_NUMBER.test(name)) {
      return this.#fail('has a bracket with neither a whole number nor a name in quotes');
    }
    this.#at = end + (quoted ? 2 : 1);
    return name;
  }

  #skipBlanks(): void {
    while (this.take(' '));
  }

  #fail(what: string): undefined {
    this.problem = `${what}, at character ${this.#at + 1}`;
    return undefined;
  }
}

const NOT_IN_NAME = new Set(['.', '[', ']', '|', '"', "'", ' ', '\t', '\n', '\r']);
const WHOLE_NUMBER = /^\d{1,9}$/;
