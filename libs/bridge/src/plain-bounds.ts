/**
 * The bounds of a spec: its depth, its number of values, and the characters in its texts and keys.
 */
const SPEC_DEPTH_MAX = 32;
const SPEC_VALUES_MAX = 20_000;
const SPEC_LENGTH_MAX = 256 * 1024;

/**
 * Why a value exceeds the bounds of a spec; `undefined` if it does not. Asked first about
 * everything that comes from outside, so it neither recurses nor copies.
 *
 * @param depthMax of what a spec is only a part of.
 */
export function boundsProblem(value: unknown, depthMax = SPEC_DEPTH_MAX): string | undefined {
  let values = 0;
  let length = 0;
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthMax) return `must be nested at most ${depthMax} deep`;
    const next: unknown[] = [];
    for (const one of level) {
      values++;
      if (typeof one === 'string') length += one.length;
      else if (Array.isArray(one)) for (const item of one as unknown[]) next.push(item);
      else if (typeof one === 'object' && one !== null) {
        for (const [key, item] of Object.entries(one)) {
          length += key.length;
          next.push(item);
        }
      } else if (!isScalar(one)) return 'must be what JSON can hold';
    }
    if (values + next.length > SPEC_VALUES_MAX || length > SPEC_LENGTH_MAX) {
      return `must be smaller: at most ${SPEC_VALUES_MAX} values and ${SPEC_LENGTH_MAX} characters`;
    }
    level = next;
  }
  return undefined;
}

/** Whether a value is nested deeper than this: what goes through it would throw. Does not recurse, either. */
export function isDeeper(value: unknown, depthMax: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthMax) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one ? Object.values(one) : []));
  }
  return false;
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'boolean' || Number.isFinite(value);
}
