import type { Told, ToldEvent } from './trail-reader.js';

/**
 * Whether the API shows what viewers write as it passes (`console.showEvents`): to whoever asks,
 * with any token, since a page that does not show it keeps nobody from asking.
 */
export abstract class ShownWords {
  abstract readonly areShown: boolean;
}

/** The same fates, without a word of a viewer: whoever asked for one knows it. */
export function withoutWords(told: Told): Told {
  return { ...told, events: told.events.map(fateOf) };
}

/** Names what may be told, so that what is new is not told before somebody has thought of it. */
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
