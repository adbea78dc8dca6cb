import type { ReviewConfig } from '../report/report.builder.js';

/**
 * When a text is spoken: after everything that waits, after the current sentence, or at once,
 * interrupting it.
 */
export const SAY_WHEN = ['append', 'insert', 'now'] as const;
export type SayWhen = (typeof SAY_WHEN)[number];

/** Commands for a running job. */
export type LiveCommand =
  | { readonly kind: 'say'; readonly text: string; readonly when: SayWhen }
  /** Drops everything that waits to be played. */
  | { readonly kind: 'clear' };

const PLAY_TYPES: Readonly<Record<SayWhen, string>> = {
  append: 'APPEND',
  insert: 'INSERT',
  now: 'PLAY_NOW',
};

/** The body of ExecuteSmartLiveCommand. */
export function commandBodyOf(command: LiveCommand, reviewConfig?: ReviewConfig): object {
  if (command.kind === 'clear') return { command: 'CLEAN_UP_INSERT_COMMAND' };
  const { text, when } = command;
  return {
    command: 'INSERT_PLAY_SCRIPT',
    params: { text_config: { text }, play_type: PLAY_TYPES[when] },
    ...(reviewConfig === undefined
      ? {}
      : { review_config: { no_need_review: reviewConfig.noNeedReview } }),
  };
}
