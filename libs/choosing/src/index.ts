export type { Remembered, ScoredEvent, Verdict } from './scored-event.js';
export { chooseComments } from './choose-comments.js';
export { chooseEntries } from './choose-entries.js';
export type {
  ChoosePolicy,
  CommentPolicy,
  EntryPolicy,
  GatePolicy,
  GiftPolicy,
  NamePolicy,
} from './choose-policy.js';
export { foldText } from './fold-text.js';
export { passGate } from './gate.js';
export { giftReason } from './gifts.js';
export { isSameMeaning, meaningOf, SIGNS_MAX, type Meaning } from './meaning.js';
export { wishOf, type Wish } from './question.js';
export {
  appraise,
  Appraiser,
  Keywords,
  WORTH,
  worthOfAuthor,
  type Appraisal,
  type Author,
} from './score.js';
export { SIEVE_FROM, WindowSieve } from './window-sieve.js';
export { speakableName } from './speakable-name.js';
