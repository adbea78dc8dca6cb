import { TextDecoder } from 'node:util';
import type { Frame, FrameDecoder, FrameSink } from '../frame.js';
import { CompiledRule, type SpokenText } from './compiled-rule.js';
import type { Mapping } from './mapping.js';
import type { MappingProblem } from './mapping-problem.js';
import { parseJson } from './parse-json.js';
import { Path } from './path.js';
import { StreakCounter } from './streak-counter.js';
import { Unwrapper } from './unwrapper.js';

export interface MappingDecoderOptions {
  /** A frame may hold several JSON documents, one a line. @defaultValue false */
  readonly jsonLines?: boolean;
  /** For presets: takes emote codes and the like out of texts, before they are cleaned. */
  readonly spoken?: SpokenText;
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
  readonly #platform: string;
  readonly #platformFrom: Path | undefined;
  readonly #unwrap: Unwrapper;
  readonly #each: Path | undefined;
  readonly #rules: readonly CompiledRule[];
  readonly #jsonLines: boolean;
  #elements = 0;

  /** @throws {TypeError} when a path is none: options are validated before they come here. */
  constructor(mapping: Mapping, options: MappingDecoderOptions = {}) {
    this.streaks = new StreakCounter(options.now === undefined ? {} : { now: options.now });
    this.#platform = mapping.platform;
    this.#platformFrom = Path.maybe(mapping.platformFrom);
    this.#unwrap = new Unwrapper(mapping.unwrap ?? []);
    this.#each = Path.maybe(mapping.each);
    this.#rules = mapping.rules.map((rule) => new CompiledRule(rule, this.streaks, options.spoken));
    this.#jsonLines = options.jsonLines ?? false;
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

  /** As {@link decode}, for JSON that was parsed with {@link parseJson}. May change it. */
  decodeDocument(document: unknown, sink: FrameSink): void {
    this.#elements = 0;
    this.#decodeElements(document, sink);
  }

  #decodeElements(document: unknown, sink: FrameSink): void {
    if (!Array.isArray(document)) return this.#decodeFrame(document, sink);
    for (const element of document) this.#decodeFrame(element, sink);
  }

  #decodeLines(text: string, sink: FrameSink): void {
    for (const line of text.split('\n')) {
      const document = parseJson(line);
      if (document !== undefined) this.#decodeElements(document, sink);
      else if (line.trim() !== '') this.#malformed('not-json', sink);
    }
  }

  #decodeFrame(frame: unknown, sink: FrameSink): void {
    if (!this.#unwrap.in(frame)) return this.#malformed('bad-nested-json', sink);
    const messages = this.#each?.read(frame);
    if (!Array.isArray(messages)) return this.#decodeMessage(frame, sink);
    for (const message of messages as readonly unknown[]) {
      if (this.#unwrap.in(message)) this.#decodeMessage(message, sink);
      else this.#malformed('bad-nested-json', sink);
    }
  }

  #malformed(problem: MappingProblem, sink: FrameSink): void {
    sink.element?.(this.#elements++);
    sink.malformed(problem);
  }

  #decodeMessage(message: unknown, sink: FrameSink): void {
    sink.element?.(this.#elements++);
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      return sink.malformed('not-an-object' satisfies MappingProblem);
    }
    for (const rule of this.#rules) {
      if (rule.conditions.hold(message)) {
        return rule.apply(message, this.#platformOf(message), sink);
      }
    }
    sink.ignored(this.#rules[0]?.conditions.kindOf(message).slice(0, KIND_LENGTH_MAX) || 'no-rule');
  }

  #platformOf(message: object): string {
    const named = this.#platformFrom?.read(message);
    if (typeof named !== 'string') return this.#platform;
    const platform = named.toLowerCase();
    return PLATFORM.test(platform) ? platform : this.#platform;
  }
}

/** A byte order mark goes, and what is not UTF-8 becomes U+FFFD. */
const utf8 = new TextDecoder();
const KEEP_ALIVE = /^\s{0,9}(?:ping|pong)?\s{0,9}$/i;
const PLATFORM = /^[a-z0-9][a-z0-9_-]{0,31}$/;
const KIND_LENGTH_MAX = 100;
