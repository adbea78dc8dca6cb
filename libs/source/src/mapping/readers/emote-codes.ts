import { Path } from '../path/path.js';
import { ELEMENTS_MAX } from './value-reader.js';
import type { EmotesSpec } from '../value.js';

/** The most characters that a `*` of a code may stand for. */
const STAR_MAX = 64;
/** An emote to some sites, and a word in "I <3 this". */
const HEART = '<3';
/** The most characters of a text in which emotes are looked for. */
const TEXT_MAX = 65_536;

/**
 * Compiles codes such as `[*]`, `:*:` and `[emote:*:*]`. A `*` stands for 1 to 64 characters, none
 * of which is a blank or one of the characters on either side of it, so that matching never takes
 * long.
 */
export function codesPattern(codes: readonly string[]): RegExp {
  return new RegExp(codes.map(sourceOf).join('|'), 'gu');
}

function sourceOf(code: string): string {
  const texts = code.split('*');
  return texts
    .map((text, index) => {
      const next = texts[index + 1];
      if (next === undefined) return escaped(text);
      const bounds = (codePointAt(text, -1) + codePointAt(next, 0)).replace(
        /[\\\]^-]/g,
        String.raw`\$&`,
      );
      return `${escaped(text)}[^\\s${bounds}]{1,${STAR_MAX}}`;
    })
    .join('');
}

function codePointAt(text: string, at: 0 | -1): string {
  return Array.from(text).at(at) ?? '';
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/** Why a text is no valid code; `undefined` if it is one. */
export function codeProblem(code: unknown): string | undefined {
  if (typeof code !== 'string' || code.length === 0 || code.length > STAR_MAX) {
    return `must be a text of 1 to ${STAR_MAX} characters`;
  }
  if (code.startsWith('*') || code.endsWith('*') || code.includes('**')) {
    return 'must have something before and after each *';
  }
  return code.split('*').length > 5 ? 'must have at most 4 *' : undefined;
}

/** The compiled `emotes` of a text: removes the parts that a message lists as emotes. */
export class NamedEmotes {
  readonly #each: Path;
  readonly #text: Path | undefined;
  readonly #from: Path | undefined;
  readonly #to: Path | undefined;

  constructor(spec: EmotesSpec) {
    this.#each = new Path(spec.each);
    this.#text = Path.maybe(spec.text);
    this.#from = Path.maybe(spec.from);
    this.#to = Path.maybe(spec.to);
  }

  /** @param text as it stands in the message: positions are counted in it. */
  takenOut(text: string, message: unknown, frame: unknown): string {
    const elements = this.#each.read(message, frame);
    if (!Array.isArray(elements) || elements.length === 0) return text;
    const bounded = elements.slice(0, ELEMENTS_MAX) as unknown[];
    if (text.length > TEXT_MAX) return this.takenOut(text.slice(0, TEXT_MAX), message, frame);
    return this.#from === undefined
      ? withoutTexts(text, this.#textsOf(bounded, frame))
      : withoutPlaces(text, this.#placesOf(bounded, frame));
  }

  #textsOf(elements: readonly unknown[], frame: unknown): Set<string> {
    const texts = new Set<string>();
    for (const element of elements) {
      const text = this.#text === undefined ? element : this.#text.read(element, frame);
      if (typeof text === 'string' && text !== '' && text.length <= STAR_MAX) texts.add(text);
    }
    texts.delete(HEART);
    return texts;
  }

  #placesOf(elements: readonly unknown[], frame: unknown): [from: number, to: number][] {
    const places: [number, number][] = [];
    for (const element of elements) {
      const from = Number(this.#from?.read(element, frame));
      const to = Number(this.#to?.read(element, frame));
      if (Number.isInteger(from) && Number.isInteger(to) && from >= 0) places.push([from, to]);
    }
    return places;
  }
}

/** Removes words that are a name as a whole; codes with delimiters, such as `[x]`, anywhere. */
function withoutTexts(text: string, names: ReadonlySet<string>): string {
  const codes = [...names].filter((name) => MARK_AT_BOTH_ENDS.test(name)).map(escaped);
  const bare = codes.length === 0 ? text : text.replace(new RegExp(codes.join('|'), 'gu'), ' ');
  return bare.replace(/\S+/gu, (word) => (names.has(word) ? '' : word));
}

const MARK_AT_BOTH_ENDS = /^[^\p{L}\p{N}\s].*[^\p{L}\p{N}\s]$/su;

function withoutPlaces(text: string, places: readonly [from: number, to: number][]): string {
  const characters = Array.from(text);
  let next = 0;
  for (const [from, to] of places.toSorted(([one], [other]) => one - other)) {
    const last = Math.min(to, characters.length - 1);
    if (to - from === 1 && characters.slice(from, to + 1).join('') === HEART) continue;
    // A part that overlaps an earlier one is removed already.
    for (let at = Math.max(next, from); at <= last; at++) characters[at] = '';
    next = Math.max(next, last + 1);
  }
  return characters.join('');
}
