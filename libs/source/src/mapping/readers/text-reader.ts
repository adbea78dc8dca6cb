import { cleanText, stripHtml, TEXT_LENGTH_DEFAULT, textOf, type Gift } from '#live-event';
import { codesPattern, NamedEmotes } from './emote-codes.js';
import { Path } from '../path/path.js';
import { ValueReader, type Reader } from './value-reader.js';
import type { TextSpec, TextValue } from '../value.js';

/**
 * Removes from a text what its platform adds and nobody says, such as emote codes.
 * @param gift the gift that the text was written with.
 */
export type SpokenText = (text: string, platform: string, gift?: Gift) => string;

/** The compiled `text` of a rule: the words that are said, cleaned. */
export class TextReader {
  readonly #reader: Reader;
  readonly #parts: ValueReader | undefined;
  readonly #codes: RegExp | undefined;
  readonly #emotes: NamedEmotes | undefined;
  readonly #default: string;
  readonly #isHtml: boolean;
  readonly #spoken: SpokenText | undefined;

  constructor(value: TextValue, isHtml: boolean, spoken: SpokenText | undefined) {
    const spec: TextSpec = typeof value === 'string' ? { path: value } : value;
    this.#reader = typeof value === 'string' ? new Path(value) : new ValueReader(value);
    this.#parts = spec.each === undefined ? undefined : new ValueReader(spec);
    this.#codes = spec.without === undefined ? undefined : codesPattern(spec.without);
    this.#emotes = spec.emotes === undefined ? undefined : new NamedEmotes(spec.emotes);
    this.#default = String(spec.default ?? '');
    this.#isHtml = isHtml;
    this.#spoken = spoken;
  }

  /** The text; empty if nothing is said; `undefined` if the value is no text. */
  read(message: object, frame: unknown, platform: string, gift?: Gift): string | undefined {
    const said = this.#joined(message, frame, true) ?? this.#reader.read(message, frame);
    if (typeof said === 'object' || typeof said === 'boolean') return undefined;
    const clean =
      typeof said === 'string'
        ? this.#clean(said, message, frame, (text) => this.#spoken?.(text, platform, gift) ?? text)
        : textOf(said, MAX);
    if (clean !== '') return clean;
    // Emotes alone are kept as they were written: the viewer did say something.
    return cleanText(this.#joined(message, frame, false) ?? '', MAX) || this.#default;
  }

  #clean(said: string, message: object, frame: unknown, spoken: (text: string) => string): string {
    const bare = this.#emotes?.takenOut(said, message, frame) ?? said;
    const text = this.#shown(this.#codes === undefined ? bare : bare.replace(this.#codes, ' '));
    return cleanText(spoken(text), MAX) || cleanText(this.#shown(said), MAX);
  }

  /** The parts of `each`: the selected ones, or all. */
  #joined(message: object, frame: unknown, selected: boolean): string | undefined {
    return this.#parts?.all(message, frame, selected)?.map(partOf).join('');
  }

  #shown(text: string): string {
    return this.#isHtml ? stripHtml(text) : text;
  }
}

function partOf(part: unknown): string {
  if (typeof part === 'string') return part;
  return typeof part === 'number' ? String(part) : '';
}

const MAX = TEXT_LENGTH_DEFAULT;
