import { textOf } from '#live-event';

/** The longest name that `FrameSink.ignored` is told, in characters. */
export const KIND_LENGTH_MAX = 100;

/**
 * What an ignored frame is called: its kind as the platform names it, bounded.
 *
 * @param otherwise where it names none.
 */
export function ignoredKind(named: unknown, otherwise: string): string {
  return textOf(named, KIND_LENGTH_MAX) || otherwise;
}
