import { parseJson } from '../parse-json.js';
import { Path } from '../path/path.js';

/** The compiled `unwrap` of a mapping: parses JSON that fields hold as strings, in place. */
export class Unwrapper {
  readonly #paths: readonly Path[];
  #broken = false;

  constructor(paths: readonly string[]) {
    this.#paths = paths.map((text) => new Path(text));
  }

  /**
   * Unwraps the fields in `holder`. False if one begins like JSON and is not JSON: the message must
   * then be skipped, since rules would read nothing there.
   */
  in(holder: unknown): boolean {
    this.#broken = false;
    for (const path of this.#paths) path.replace(holder, this.#parse);
    return !this.#broken;
  }

  /** Only objects and arrays: a string of digits is an id, and must keep all of them. */
  readonly #parse = (value: unknown): unknown => {
    if (typeof value !== 'string' || !BEGINS_LIKE_JSON.test(value)) return undefined;
    const nested = parseJson(value);
    this.#broken ||= nested === undefined;
    return nested;
  };
}

const BEGINS_LIKE_JSON = /^[ \t\r\n]{0,99}[[{]/;
