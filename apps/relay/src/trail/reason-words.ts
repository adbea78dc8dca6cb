/** Why an event was dropped, in words. */
export function reasonWords(reason: string): string | undefined {
  const whole = WORDS.get(reason);
  if (whole !== undefined) return whole;
  return PREFIXES.find(([prefix]) => reason.startsWith(prefix))?.[1];
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['filtered_type', "the bridge's filter does not want this type"],
  ['filtered_user', "the bridge's filter does not want this viewer"],
  ['filtered_length', "the bridge's filter finds it too short or too long"],
  ['filtered_symbols', "it is symbols alone, which the bridge's filter does not want"],
  ['filtered_word', "it holds a word that the bridge's filter blocks"],
  ['filtered_slow', "an expression of the bridge's blockWords took too long for it"],
  ['filtered_repeat', 'the same viewer said the same a moment before'],
  ['duplicate', 'the platform sent it twice'],
  ['replayed', 'history that the platform sent after a reconnect'],
  ['superseded', 'a later count of viewers came'],
  ['not_chosen', 'others were better'],
  ['asked_before', 'the same was asked'],
  ['gated', '`choose.only` does not let it in: badge, level, guard, or the prefix is missing'],
  ['greeted', 'the viewer was told of in this show'],
  ['ignored_account', 'an account that `choose.entries.ignore` names'],
  ['gift_free', 'a gift without a price, and `choose.gifts.free` is off'],
  ['gift_small', 'worth less than `choose.gifts.minValue`'],
  ['streak_joined', 'it is in the event of its whole streak'],
  ['expired', 'it was older than `maxAgeSeconds` of its class when it would have been reported'],
  ['held', 'somebody holds the target: only gifts go on'],
  ['spill_expired', 'Redis was away for longer than half a minute'],
  ['stale_lease', 'another collector had taken the bridge'],
  ['ambiguous', "a report's answer was lost, and the bridge wants at most once"],
]);

const PREFIXES: readonly (readonly [prefix: string, words: string])[] = [
  ['shed_memory_', 'Redis was nearly full'],
  ['shed_', 'the buffer was full: MetaStudio takes less than comes'],
  ['capped_', 'more came in that second than `buffer.maxPerSecond` admits'],
  ['spill_', 'Redis was away or slow, and the memory for that was full'],
];
