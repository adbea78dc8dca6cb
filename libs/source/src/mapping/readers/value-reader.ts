import { cleanText } from '#live-event';
import { Path } from '../path/path.js';
import { RuleConditions, textForm } from '../rules/rule-conditions.js';
import type { Scalar, Value, ValueSpec } from '../value.js';

/** Finds a value of a message. */
export interface Reader {
  /**
   * The value; `undefined` if there is none.
   * @param frame what `$` stands for.
   */
  read(message: unknown, frame: unknown): unknown;
}

/** The most elements of an array that are examined for one value. */
export const ELEMENTS_MAX = 1000;

/** Compiles the place of a value, if there is one. */
export function readerOf(value: Value | undefined): Reader | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? new Path(value) : new ValueReader(value);
}

/** A {@link ValueSpec}, compiled. */
export class ValueReader implements Reader {
  readonly #path: Path | undefined;
  readonly #each: Path | undefined;
  readonly #when: RuleConditions;
  readonly #constant: Scalar | undefined;
  readonly #table: ReadonlyMap<string, Scalar> | undefined;
  readonly #default: Scalar | undefined;

  constructor(spec: ValueSpec) {
    this.#path = Path.maybe(spec.path);
    this.#each = Path.maybe(spec.each);
    this.#when = new RuleConditions(spec.when);
    this.#constant = spec.value;
    this.#table = spec.table === undefined ? undefined : new Map(Object.entries(spec.table));
    this.#default = spec.default;
  }

  read(message: unknown, frame: unknown): unknown {
    const found = this.#each === undefined ? this.#at(message, frame) : this.#first(message, frame);
    return this.#default !== undefined && isUnseen(found) ? this.#default : found;
  }

  /** The values of all elements of `each`, in order; `undefined` if there is no array. */
  all(message: unknown, frame: unknown, selected: boolean): unknown[] | undefined {
    const elements = this.#each?.read(message, frame);
    if (!Array.isArray(elements)) return undefined;
    const found: unknown[] = [];
    for (const element of elements.slice(0, ELEMENTS_MAX) as unknown[]) {
      if (selected && !this.#when.hold(element, frame)) continue;
      found.push(this.#at(element, frame));
    }
    return found;
  }

  #first(message: unknown, frame: unknown): unknown {
    return this.all(message, frame, true)?.find((value) => value !== undefined);
  }

  #at(holder: unknown, frame: unknown): unknown {
    if (this.#constant !== undefined) return this.#constant;
    // Without a path, the element itself is the value.
    const value = this.#path === undefined ? holder : this.#path.read(holder, frame);
    return this.#table === undefined ? value : this.#table.get(textForm(value) ?? '');
  }
}

function isUnseen(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === 'string' && cleanText(value.slice(0, UNSEEN_MAX), 1) === '';
}

const UNSEEN_MAX = 256;
