import { dropRowOf, type DropKind } from '#live-event';

/** Why an event was dropped, in words; `undefined` where a later version gives another reason. */
export function reasonWords(reason: string): string | undefined {
  const row = dropRowOf(reason);
  return row && KIND_WORDS[row.kind];
}

/** Why events are dropped, in words. */
export const KIND_WORDS: Readonly<Record<DropKind, string>> = {
  filtered_type: "the bridge's filter does not want this type",
  filtered_user: "the bridge's filter does not want this viewer",
  filtered_length: "the bridge's filter finds it too short or too long",
  filtered_symbols: "it is symbols alone, which the bridge's filter does not want",
  filtered_word: "it holds a word that the bridge's filter blocks",
  filtered_slow: "an expression of the bridge's blockWords took too long for it",
  filtered_repeat: 'the same viewer said the same a moment before',
  duplicate: 'it came twice: sent again, or heard by another connection (`redundancy: 2`)',
  replayed: 'history that the platform sent after a reconnect',
  spill: 'Redis was away or slow, and the memory for that was full',
  gated: '`choose.only` does not let it in: badge, level, guard, or the prefix is missing',
  ignored_account: 'an account that `choose.entries.ignore` names',
  gift_free: 'a gift without a price, and `choose.gifts.free` is off',
  gift_small: 'worth less than `choose.gifts.minValue`',
  spill_expired: 'Redis was away for longer than half a minute',
  stale_lease: 'another collector had taken the bridge',
  shed: 'the buffer was full: MetaStudio takes less than comes',
  shed_memory: 'Redis was nearly full',
  capped: 'more came in that second than `buffer.maxPerSecond` admits',
  not_chosen: 'others were better',
  asked_before: 'the same was asked',
  greeted: 'the viewer was told of in this show',
  streak_joined: 'it is in the event of its whole streak',
  superseded: 'a later count of viewers came',
  held: 'somebody holds the target: only gifts go on',
  expired: 'it was older than `maxAgeSeconds` of its class when it would have been reported',
  ambiguous: "a report's answer was lost, and the bridge wants at most once",
  lost_in_redis: 'Redis lost it while it waited, and not its count: a key was deleted or evicted',
  dead_letter_overflow: 'a dead letter, and there were too many',
  dead_letter_expired: 'a dead letter, and older than seven days',
  dead_letter_discarded: 'a dead letter that somebody gave up',
};
