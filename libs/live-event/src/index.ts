export type {
  CommentEvent,
  EnterEvent,
  EventClass,
  EventType,
  Gift,
  GiftEvent,
  LiveEvent,
  RawEvent,
  User,
} from './live-event.js';
export { EVENT_TYPES } from './live-event.js';
export {
  CLASS_OF,
  CLASS_RANKS,
  rankOf,
  classOfCode,
  EVENT_CLASSES,
  EVENT_CODE_MAX,
  FILL_MAX,
  eventCodeOf,
  eventTypeOf,
} from './event-class.js';
export { DROP_REASONS, dropRowOf, type DropKind, type DropReason } from './drop-reasons.js';
export { fieldsOf } from './fields-of.js';
export { isLike, isTuple } from './is-like.js';
export { jsonIn } from './json-in.js';
export { makeRawEvent, type RawProblem } from './raw-event.js';
export { encodeLiveEvent } from './encode.js';
export { stripHtml } from './text/html.js';
export { giftOfAll } from './amounts/gift-of-all.js';
export { currencyDigits, smallestUnitsOf } from './amounts/money.js';
export { paidAmount, shownMoney, smallestUnits, type PaidAmount } from './amounts/paid-amount.js';
export { shownCount } from './amounts/shown-count.js';
export { cleanText } from './text/text.js';
export { integerOf, makeGift, makeUser, textOf, type RawGift, type RawUser } from './user.js';
export {
  RAW_TYPE_MAX,
  REPORT_EVENTS_MAX,
  STREAK_QUIET_MS,
  TEXT_LENGTH_DEFAULT,
  TIMESTAMP_MAX,
} from './limits.js';
