import { makeRawEvent, type EventClass, type RawEvent, type RawProblem } from '#live-event';
import type { FrameSink } from '../../frame.js';
import type { MappingRule } from '../mapping.js';
import type { MappingProblem } from '../mapping-problem.js';
import { readerOf, type Reader } from './value-reader.js';

/** The field that each problem concerns. */
const FIELDS = {
  'bad-type': 'type',
  'bad-class': 'class',
  'no-content': 'content',
  'content-not-json': 'content',
  'content-too-long': 'content',
} as const satisfies Record<RawProblem, string>;

/** The `type`, `content` and class of a rule for `raw` events, compiled. */
export class RawReader {
  readonly #type: Reader | number | undefined;
  readonly #content: Reader | undefined;
  readonly #class: EventClass;
  readonly #classFrom: Reader | undefined;

  constructor(rule: MappingRule) {
    this.#type = typeof rule.type === 'number' ? rule.type : readerOf(rule.type);
    this.#content = readerOf(rule.content);
    this.#class = rule.class ?? 'chat';
    this.#classFrom = readerOf(rule.classFrom);
  }

  /** The event; `undefined` if there is none, and the sink was told each reason. */
  read(message: object, frame: unknown, sink: FrameSink): RawEvent | undefined {
    const made = makeRawEvent({
      type: typeof this.#type === 'object' ? this.#type.read(message, frame) : this.#type,
      content: this.#content?.read(message, frame),
      class: this.#classFrom?.read(message, frame) ?? this.#class,
    });
    if (!Array.isArray(made)) return made as RawEvent;
    for (const problem of made as readonly (keyof typeof FIELDS)[]) {
      sink.malformed(problem satisfies MappingProblem, { field: FIELDS[problem] });
    }
    return undefined;
  }
}
