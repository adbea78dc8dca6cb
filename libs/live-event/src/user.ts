import { INTEGER_MAX, NAME_LENGTH_MAX, USER_ID_LENGTH_MAX } from './limits.js';
import type { Gift, User } from './live-event.js';
import { cleanText } from './text/text.js';

/** A user as a platform describes it; each field may be missing or of a wrong shape. */
export interface RawUser {
  /** The platform's most stable id. Numbers must be safe integers: parse 64-bit ids as strings. */
  readonly id?: unknown;
  readonly name?: unknown;
  readonly level?: unknown;
  readonly badge?: unknown;
  readonly badgeLevel?: unknown;
  /** The level of a guard or membership; `true` is 1. */
  readonly guard?: unknown;
}

/**
 * Makes a {@link User} from a platform's description. `userId` is `<platform>_<id>`, or
 * `<platform>_<name>` if there is no id (missing, empty, or 0, which platforms send for "hidden").
 * Never throws: a field that is missing or of a wrong shape becomes `""` or `0`.
 * @returns `undefined` if there is neither an id nor a name.
 */
export function makeUser(platform: string, raw: RawUser): User | undefined {
  const name = textOf(raw.name, NAME_LENGTH_MAX);
  const id = textOf(raw.id, USER_ID_LENGTH_MAX);
  const key = id === '' || id === '0' ? name : id;
  if (key === '') return undefined;
  const guard = raw.guard === true ? 1 : integerOf(raw.guard);
  const user = {
    userId: cleanText(`${platform}_${key}`, USER_ID_LENGTH_MAX),
    name,
    level: integerOf(raw.level),
    badge: textOf(raw.badge, NAME_LENGTH_MAX),
    badgeLevel: integerOf(raw.badgeLevel),
  };
  return guard === 0 ? user : { ...user, guard };
}

/** A gift as a platform describes it. */
export interface RawGift {
  readonly name?: unknown;
  /** The gift's id, used if it has no name. */
  readonly id?: unknown;
  /** The number of gifts; 1 if it is missing or less. */
  readonly count?: unknown;
  /** The price of one gift in the platform's smallest unit. */
  readonly unitValue?: unknown;
  /** The price of the whole event; `count * unitValue` if it is missing. */
  readonly totalValue?: unknown;
}

/** Makes a {@link Gift}. Never throws; a gift without a name and an id is named `gift`. */
export function makeGift(raw: RawGift): Gift {
  const giftNum = Math.max(1, integerOf(raw.count));
  const giftValue = integerOf(raw.unitValue);
  const total = raw.totalValue === undefined || raw.totalValue === null;
  return {
    giftName: textOf(raw.name, NAME_LENGTH_MAX) || textOf(raw.id, NAME_LENGTH_MAX) || 'gift',
    giftNum,
    totalValue: total ? Math.min(INTEGER_MAX, giftNum * giftValue) : integerOf(raw.totalValue),
    giftValue,
  };
}

/** A string or number as clean text; anything else as `""`. */
export function textOf(value: unknown, lengthMax: number): string {
  if (typeof value === 'string') return cleanText(value, lengthMax);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'bigint' ? String(value) : '';
}

/**
 * A number, or a string that holds one, as a whole number between 0 and 2^31 - 1 (fractions are
 * rounded down); anything else as 0.
 */
export function integerOf(value: unknown): number {
  const number = typeof value === 'string' && value.length <= 32 ? Number(value) : value;
  if (typeof number !== 'number' || !(number > 0)) return 0;
  return Math.min(INTEGER_MAX, Math.floor(number));
}
