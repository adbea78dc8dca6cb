import { inspect } from 'node:util';

/**
 * Holds a value that must never be shown. Converted to a string or JSON, or inspected, it gives
 * `[secret]`; only {@link reveal} gives the value, so every use can be found by that name.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /**
   * The value itself: for the call that needs it, never to be kept, logged or put into an error.
   */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.toPrimitive](): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}

const SHOWN = '[secret]';

/** A secret of a value that may be absent. */
export function secretOf<T>(value: T | undefined): Secret<T> | undefined {
  return value === undefined ? undefined : new Secret(value);
}
