export type { Remembered, ScoredEvent, Verdict } from './window/scored-event.js';
export { chooseComments } from './window/choose-comments.js';
export { chooseEntries } from './window/choose-entries.js';
export type {
  ChoosePolicy,
  CommentPolicy,
  EntryPolicy,
  GatePolicy,
  GiftPolicy,
  NamePolicy,
} from './choose-policy.js';
export { foldText } from './meaning/fold-text.js';
export { passGate } from './gate.js';
export { giftReason } from './gifts.js';
export { isSameMeaning, meaningOf, SIGNS_MAX, type Meaning } from './meaning/meaning.js';
export { wishOf, type Wish } from './meaning/question.js';
export {
  appraise,
  Appraiser,
  Keywords,
  WORTH,
  worthOfAuthor,
  type Appraisal,
  type Author,
} from './window/score.js';
export { SIEVE_FROM, WindowSieve } from './window/window-sieve.js';
export { speakableName } from './speakable-name.js';
