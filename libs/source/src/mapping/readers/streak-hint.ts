import type { Frame } from '../../frame.js';
import type { MappingRule } from '../mapping.js';

/**
 * Tells, before a frame is parsed, whether it may hold running counts of gifts: it cannot without
 * the name of the field that holds them.
 */
export class StreakHint {
  /** Each such frame contains one of them; absent: any frame may be one. */
  readonly #fields: readonly string[] | undefined;

  constructor(rules: readonly MappingRule[]) {
    const counts = rules.flatMap(({ combo }) => (combo === undefined ? [] : [combo.count]));
    const paths = counts.filter((count) => typeof count === 'string');
    if (paths.length < counts.length) return;
    this.#fields = paths.flatMap((path) => path.split('|').map(lastField));
  }

  isIn(frame: Frame): boolean {
    // A name may be written with escapes.
    return this.#fields?.some((field) => frame.includes(field)) !== false || frame.includes(ESCAPE);
  }
}

const ESCAPE = String.raw`\u`;

function lastField(path: string): string {
  return /[^.\s]+(?=\s*$)/.exec(path.replaceAll(/\[[^\]]*\]/g, ''))?.[0] ?? '';
}
