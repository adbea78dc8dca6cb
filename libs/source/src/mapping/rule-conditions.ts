import type { Conditions } from './mapping.js';
import { Path } from './path.js';

interface Condition {
  readonly path: Path;
  readonly accepted: ReadonlySet<string>;
  readonly acceptsMissing: boolean;
}

/** The `when` of a rule, compiled. */
export class RuleConditions {
  readonly #conditions: readonly Condition[];

  constructor(when: Conditions = {}) {
    this.#conditions = Object.entries(when).map(([path, expected]) => {
      const values = [expected].flat();
      const texts = values.filter((value) => value !== null && value !== '').map(String);
      return {
        path: new Path(path),
        accepted: new Set(texts),
        acceptsMissing: texts.length < values.length,
      };
    });
  }

  hold(message: object): boolean {
    for (const { path, accepted, acceptsMissing } of this.#conditions) {
      const value = path.read(message);
      if (value === undefined ? !acceptsMissing : !accepted.has(textForm(value))) return false;
    }
    return true;
  }

  /** What the message has where the first condition looks: its kind, in the platform's words. */
  kindOf(message: object): string {
    return textForm(this.#conditions[0]?.path.read(message));
  }
}

/** Objects and arrays have none: they equal nothing. */
function textForm(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
