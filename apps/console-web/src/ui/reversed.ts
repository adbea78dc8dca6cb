/** The items from the last to the first. Not `toReversed`: the Chromium of a dock of OBS has none. */
export function reversed<T>(items: readonly T[]): T[] {
  return items.map((_, i) => items[items.length - 1 - i]!);
}
