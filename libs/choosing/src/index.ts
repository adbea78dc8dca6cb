export type { Verdict } from './window/scored-event.js';
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
export { meaningOf, SIGNS_MAX, type Meaning } from './meaning/meaning.js';
export { Appraiser, Keywords, worthOfAuthor } from './window/score.js';
export { WindowSieve } from './window/window-sieve.js';
export { speakableName } from './speakable-name.js';
