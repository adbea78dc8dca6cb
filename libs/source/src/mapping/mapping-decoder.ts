import { TextDecoder } from 'node:util';
import type { Frame, FrameDecoder, FrameSink, ProblemPlace } from '../frame.js';
import { CompiledRule } from './compiled-rule.js';
import type { Mapping } from './mapping.js';
import type { MappingProblem } from './mapping-problem.js';
import { parseJson } from './parse-json.js';
import { Path } from './path.js';
import { PlatformReader } from './platform-reader.js';
import { StreakCounter } from '../streaks/streak-counter.js';
import { StreakHint } from './streak-hint.js';
import type { SpokenText } from './text-reader.js';
import { Unwrapper } from './unwrapper.js';

/** Something in a message that its sender has to mend. */
export interface MappingMistake extends ProblemPlace {
  /** One of a closed set. */
  readonly problem: string;
  /** The message is taken all the same, without what is wrong. */
  readonly isTaken?: boolean;
}

export interface MappingDecoderOptions {
  /** A frame may hold several JSON documents, one a line. @defaultValue false */
  readonly jsonLines?: boolean;
  /** For presets: takes emote codes and the like out of texts, before they are cleaned. */
  readonly spoken?: SpokenText;
  /** What else is wrong with a message before any rule is asked; such a message is skipped, unless all of it `isTaken`. */
  readonly mistakesIn?: (message: object) => readonly MappingMistake[];
  /** A clock in ms that never goes back: streaks go by it. @defaultValue `performance.now` */
  readonly now?: () => number;
}

/**
 * Decodes JSON frames by a {@link Mapping}. `malformed` says a {@link MappingProblem}; `ignored`
 * says what the first rule's first condition saw where no rule fits (`no-rule` where it saw
 * nothing), `streak` for a frame that adds nothing to its streak, `no-gift` for a gift of 0 or less,
 * `empty` for a comment without text, and `keep-alive` for an empty frame and a bare ping or pong.
 *
 * One for each bridge: it remembers gift streaks.
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

  /** @throws {TypeError} when a path is none: options are validated before they come here. */
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

  decode(frame: Frame, sink: FrameSink): void {
    this.#elements = 0;
    const text = typeof frame === 'string' ? frame : utf8.decode(frame);
    const document = parseJson(text);
    if (document !== undefined) return this.decodeDocument(document, sink);
    if (this.#jsonLines && text.includes('\n')) return this.#decodeLines(text, sink);
    if (KEEP_ALIVE.test(text)) sink.ignored('keep-alive');
    else sink.malformed('not-json' satisfies MappingProblem);
  }

  /**
   * As {@link decode}, for JSON that was parsed with {@link parseJson}. May change it.
   *
   * @param frame what `$` stands for, where the document stands within a frame of another form.
   *   Otherwise the document, or each of its elements where it is an array.
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

  #decodeLines(text: string, sink: FrameSink): void {
    for (const line of text.split('\n')) {
      const document = parseJson(line);
      if (document !== undefined) this.#decodeElements(document, sink);
      else if (line.trim() !== '') this.#malformed('not-json', sink);
    }
  }

  /** @param index which of the frame's messages it is, where they share the frame. */
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

/** A byte order mark goes, and what is not UTF-8 becomes U+FFFD. */
const utf8 = new TextDecoder();
const KEEP_ALIVE = /^\s{0,9}(?:ping|pong)?\s{0,9}$/i;
const KIND_LENGTH_MAX = 100;
