import { BRIDGE_PREFIXES } from './bridge-fields.js';
import { targetControlOf, type TargetControl } from './target-control.js';
import { readField, type TargetField, type TargetValue } from './target-fields.js';

/** Everything that is kept of a target besides its events, as it was at one moment. */
export class TargetRecord {
  readonly #texts: ReadonlyMap<string, string>;

  /** @param texts of its fields, by name. */
  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  /** @param pairs field, text, field, text, … */
  static of(pairs: readonly string[]): TargetRecord {
    const texts = new Map<string, string>();
    for (let i = 0; i < pairs.length; i += 2) texts.set(pairs[i]!, pairs[i + 1]!);
    return new TargetRecord(texts);
  }

  /** The value of a field; `undefined` if it is absent or cannot be read. */
  get<F extends TargetField>(field: F): TargetValue<F> | undefined {
    return readField(field, this.#texts.get(field));
  }

  /** Its fields in their stored form. */
  get fields(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#texts);
  }

  /** Events that wait. */
  get waiting(): number {
    return this.get('waiting') ?? 0;
  }

  /** What an operator wants of it. */
  get control(): TargetControl {
    return targetControlOf(this.#texts.get('control'));
  }

  /** The terms of each bridge for reports, by name. */
  get terms(): Map<string, string> {
    const { terms: prefix } = BRIDGE_PREFIXES;
    const terms = new Map<string, string>();
    for (const [name, text] of this.#texts) {
      if (name.startsWith(prefix)) terms.set(name.slice(prefix.length), text);
    }
    return terms;
  }
}
