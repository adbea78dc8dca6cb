import { textOf, type TargetChanges } from '../targets/target-fields.js';
import type { TargetRecord } from '../targets/target-record.js';

/** What a drain changes of its target, written for scripts: removals of fields that are not there are left out. */
export class DrainChanges {
  /** Fields that the target had when the drain began, or has been given since. */
  readonly #had: Set<string>;

  constructor(record: TargetRecord) {
    this.#had = new Set(Object.keys(record.fields));
    // Appends write it, too; no other field of a drain is written by anything else.
    this.#had.add('rank');
  }

  /** Each field, followed by its text; an empty text removes the field. */
  textsOf(changes: TargetChanges): string[] {
    const texts: string[] = [];
    for (const field of Object.keys(changes) as (keyof TargetChanges)[]) {
      const text = textOf(changes[field]);
      if (text === '' && !this.#had.has(field)) continue;
      this.#had.add(field);
      texts.push(field, text);
    }
    return texts;
  }
}
