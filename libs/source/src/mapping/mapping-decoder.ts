import { TextDecoder } from 'node:util';
import type { Frame, FrameDecoder, FrameSink, ProblemPlace } from '../frame.js';
import { CompiledRule } from './rules/compiled-rule.js';
import type { Mapping } from './mapping.js';
import type { MappingProblem } from './mapping-problem.js';
import { parseJson } from './parse-json.js';
import { Path } from './path/path.js';
import { PlatformReader } from './readers/platform-reader.js';
import { StreakCounter } from '../streaks/streak-counter.js';
import { StreakHint } from './readers/streak-hint.js';
import type { SpokenText } from './readers/text-reader.js';
import { Unwrapper } from './readers/unwrapper.js';

/** Something in a message that its sender has to correct. */
export interface MappingMistake extends ProblemPlace {
  /** One of a closed set. */
  readonly problem: string;
  /** Whether the message is accepted all the same, without the wrong part. */
  readonly isTaken?: boolean;
}

export interface MappingDecoderOptions {
  /**
   * A frame may hold several JSON documents, one a line or with record separators (U+001E).
   * @defaultValue false
   */
  readonly jsonLines?: boolean;
  /** For presets: removes emote codes and the like from texts before they are cleaned. */
  readonly spoken?: SpokenText;
  /**
   * Finds other mistakes in a message before any rule is tried; a message is skipped unless all of
   * them are `isTaken`.
   */
  readonly mistakesIn?: (message: object) => readonly MappingMistake[];
  /** A monotonic clock in ms, used for streaks. @defaultValue `performance.now` */
  readonly now?: () => number;
}

/** Whether somebody else takes a document of a frame; `undefined`: the text is not JSON. */
export type TakesDocument = (text: string, document: unknown) => boolean;

/**
 * Decodes JSON frames by a {@link Mapping}. `malformed` reports a {@link MappingProblem}. `ignored`
 * reports, if no rule matches, the value of the first rule's first condition (`no-rule` if there is
 * none); `streak` for a frame that adds nothing to its streak, `no-gift` for a gift of 0 or less,
 * `empty` for a comment without text, and `keep-alive` for an empty frame and a bare ping or pong.
 * One for each bridge, since it remembers gift streaks.
 */
export class MappingDecoder implements FrameDecoder {
  readonly streaks: StreakCounter;
  readonly #hint: StreakHint;
  readonly #unwrap: Unwrapper;
  readonly #each: Path | undefined;
  readonly #rules: readonly CompiledRule[];
  readonly #jsonLines: boolean;
  readonly #mistakesIn: MappingDecoderOptions['mistakesIn'];
  #elements = 0;

  /** @throws {TypeError} for an invalid path: options are validated before they come here. */
  constructor(mapping: Mapping, options: MappingDecoderOptions = {}) {
    this.streaks = new StreakCounter(options.now === undefined ? {} : { now: options.now });
    this.#hint = new StreakHint(mapping.rules);
    this.#unwrap = new Unwrapper(mapping.unwrap ?? []);
    this.#each = Path.maybe(mapping.each);
    const platform = new PlatformReader(mapping.platform, mapping.platformFrom);
    const { streaks } = this;
    this.#rules = mapping.rules.map(
      (rule) => new CompiledRule(rule, streaks, platform, options.spoken),
    );
    this.#jsonLines = options.jsonLines ?? false;
    this.#mistakesIn = options.mistakesIn;
  }

  mayCount(frame: Frame): boolean {
    return this.#hint.isIn(frame);
  }

  /** @param takes is asked of the whole frame, and of each of several documents. */
  decode(frame: Frame, sink: FrameSink, takes?: TakesDocument): void {
    this.#elements = 0;
    const text = typeof frame === 'string' ? frame : utf8.decode(frame);
    const document = parseJson(text);
    if (takes?.(text, document) === true) return;
    if (document !== undefined) return this.decodeDocument(document, sink);
    if (KEEP_ALIVE.test(text)) return sink.ignored('keep-alive');
    const between = text.includes(RECORD_SEPARATOR) ? RECORD_SEPARATOR : '\n';
    if (this.#jsonLines && text.includes(between)) {
      return this.#decodeLines(text.split(between), sink, takes);
    }
    sink.malformed('not-json' satisfies MappingProblem);
  }

  /**
   * As {@link decode}, for JSON that was parsed with {@link parseJson}. May change it.
   * @param frame what `$` stands for, if the document stands within a frame of another form.
   *   Otherwise the document, or each of its elements if it is an array.
   */
  decodeDocument(document: unknown, sink: FrameSink, frame?: object): void {
    this.#elements = 0;
    this.#decodeElements(document, sink, frame);
  }

  #decodeElements(document: unknown, sink: FrameSink, frame?: object): void {
    if (!Array.isArray(document)) return this.#decodeFrame(document, sink, frame);
    for (const [index, element] of document.entries()) {
      this.#decodeFrame(element, sink, frame, frame === undefined ? 0 : index);
    }
  }

  #decodeLines(lines: readonly string[], sink: FrameSink, takes?: TakesDocument): void {
    let others = 0;
    for (const line of lines) {
      // What cannot be parsed costs far more than what can, and a frame may hold half a million lines.
      if (line < '!' && line.trim() === '') continue;
      const document = parseJson(line);
      const isTaken = takes?.(line, document) === true;
      if (document !== undefined && !isTaken) {
        this.#decodeElements(document, sink);
        continue;
      }
      if (!isTaken && line.trim() !== '') this.#malformed('not-json', sink);
      if (++others === OTHER_LINES_MAX) return;
    }
  }

  /** @param index the index of the message, if several share the frame. */
  #decodeFrame(document: unknown, sink: FrameSink, frame: unknown = document, index = 0): void {
    if (!this.#unwrap.in(document)) return this.#malformed('bad-nested-json', sink);
    const messages = this.#each?.read(document, frame);
    if (!Array.isArray(messages)) return this.#decodeMessage(document, frame, index, sink);
    for (const [at, message] of messages.entries()) {
      if (this.#unwrap.in(message)) this.#decodeMessage(message, frame, index + at, sink);
      else this.#malformed('bad-nested-json', sink);
    }
  }

  #malformed(problem: MappingProblem, sink: FrameSink): void {
    sink.element?.(this.#elements++);
    sink.malformed(problem);
  }

  #decodeMessage(message: unknown, frame: unknown, index: number, sink: FrameSink): void {
    sink.element?.(this.#elements++);
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      return sink.malformed('not-an-object' satisfies MappingProblem);
    }
    const mistakes = this.#mistakesIn?.(message) ?? [];
    for (const { problem, isTaken: _isTaken, ...place } of mistakes) sink.malformed(problem, place);
    if (mistakes.some(({ isTaken }) => isTaken !== true)) return;
    for (const rule of this.#rules) {
      if (rule.conditions.hold(message, frame)) return rule.apply(message, frame, index, sink);
    }
    const kind = this.#rules[0]?.conditions.kindOf(message, frame).slice(0, KIND_LENGTH_MAX);
    sink.ignored(kind || 'no-rule');
  }
}

/** Drops a byte order mark; invalid UTF-8 becomes U+FFFD. */
const utf8 = new TextDecoder();
const KEEP_ALIVE = /^\s{0,9}(?:ping|pong)?\s{0,9}$/i;
const KIND_LENGTH_MAX = 100;
const RECORD_SEPARATOR = '\u001E';
/** After so many lines that are no JSON, or are taken, nothing more is read of a frame. */
const OTHER_LINES_MAX = 10_000;
