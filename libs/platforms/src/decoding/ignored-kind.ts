import { textOf } from '#live-event';

/** The longest name that is passed to `FrameSink.ignored`, in characters. */
const KIND_LENGTH_MAX = 100;

/**
 * The name of an ignored frame: its kind as the platform calls it, bounded in length.
 * @param otherwise the name to use if it has no kind.
 */
export function ignoredKind(named: unknown, otherwise: string): string {
  return textOf(named, KIND_LENGTH_MAX) || otherwise;
}
