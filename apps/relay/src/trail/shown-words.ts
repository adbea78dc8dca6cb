import type { Told, ToldEvent } from './trail-reader.js';

/**
 * Whether the API shows what viewers write (`console.showEvents`). It holds for every caller with a token: to
 * hide it on a page alone would keep nobody from asking the API.
 */
export abstract class ShownWords {
  abstract readonly areShown: boolean;
}

/** The same fates without words of viewers. */
export function withoutWords(told: Told): Told {
  return { ...told, events: told.events.map(fateOf) };
}

/** Copies field by field, so that a new field is not shown by accident. */
function fateOf(event: ToldEvent) {
  const { target, bridge, at, type, state, reason, asked, other, report, meeting } = event;
  return {
    target,
    bridge,
    at,
    type,
    state,
    reason,
    asked,
    report,
    ...(meeting !== undefined && { meeting }),
    ...(other !== undefined && { other: { at: other.at } }),
  };
}
