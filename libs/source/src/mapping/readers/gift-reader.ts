import { integerOf, makeGift, textOf, type Gift, type User } from '#live-event';
import type { FrameSink } from '../../frame.js';
import { amountReaderOf, type AmountReader } from './amount-reader.js';
import type { ComboPaths, GiftPaths } from '../mapping.js';
import { numeric } from '../numeric.js';
import type { StreakCounter } from '../../streaks/streak-counter.js';
import { readerOf, type Reader } from './value-reader.js';
import { wholeNumber } from '../whole-number.js';

/** Why a message adds nothing: its streak has not risen, or its count is 0 or less. */
export type NothingGiven = 'streak' | 'no-gift';

/** The longest part of a streak's key, in characters. */
const KEY_LENGTH_MAX = 128;

/** The `gift` and `combo` of a rule, compiled. */
export class GiftReader {
  readonly #name: Reader | undefined;
  readonly #id: Reader | undefined;
  readonly #defaultName: string | undefined;
  readonly #count: Reader | undefined;
  readonly #atLeastOne: boolean;
  readonly #unitValue: AmountReader | undefined;
  readonly #totalValue: AmountReader | undefined;
  readonly #comboKey: Reader | undefined;
  readonly #comboCount: Reader | undefined;
  readonly #comboEnd: Reader | undefined;
  readonly #streaks: StreakCounter;
  /** Which count of which streak the last gift was; absent where it was in none. */
  counted: string | undefined;

  constructor(gift: GiftPaths, combo: ComboPaths | undefined, streaks: StreakCounter) {
    this.#name = readerOf(gift.name);
    this.#id = readerOf(gift.id);
    this.#defaultName = gift.defaultName;
    this.#count = readerOf(gift.count);
    this.#atLeastOne = gift.atLeastOne ?? false;
    this.#unitValue = amountReaderOf(gift.unitValue, 'gift.unitValue');
    this.#totalValue = amountReaderOf(gift.totalValue, 'gift.totalValue');
    this.#comboKey = readerOf(combo?.key);
    this.#comboCount = readerOf(combo?.count);
    this.#comboEnd = readerOf(combo?.end);
    this.#streaks = streaks;
  }

  /**
   * The gift of a message, or why it gives none. A number that is invalid is reported to the sink:
   * the gift counts without it.
   */
  read(message: object, frame: unknown, user: User, sink: FrameSink): Gift | NothingGiven {
    const count = numeric(this.#count?.read(message, frame));
    const isNothing = isNone(count);
    const total = this.#totalValue?.read(message, frame, sink);
    const gift = makeGift({
      name: this.#name?.read(message, frame),
      id: this.#id?.read(message, frame) ?? this.#defaultName,
      count: isNothing ? 0 : wholeNumber(count, sink, 'gift.count'),
      unitValue: this.#unitValue?.read(message, frame, sink),
      totalValue: total,
    });
    const running = integerOf(
      wholeNumber(this.#comboCount?.read(message, frame), sink, 'combo.count'),
    );
    this.counted = undefined;
    if (running > 0) {
      const key = this.#streakOf(message, frame, user, gift);
      this.counted = `${key.name}\n${running}`;
      return this.#inStreak(gift, integerOf(total), running, key, this.#ends(message, frame));
    }
    return isNothing && !this.#atLeastOne ? 'no-gift' : this.#priced(gift);
  }

  /** If only the total is given, the price of one gift is its share, rounded down. */
  #priced(gift: Gift): Gift {
    if (this.#unitValue !== undefined || gift.totalValue === 0) return gift;
    return { ...gift, giftValue: Math.floor(gift.totalValue / gift.giftNum) };
  }

  #ends(message: object, frame: unknown): boolean {
    return isTrue(this.#comboEnd?.read(message, frame));
  }

  #streakOf(message: object, frame: unknown, user: User, gift: Gift): StreakName {
    const named = textOf(this.#comboKey?.read(message, frame), KEY_LENGTH_MAX);
    // Platforms with typed messages send 0 for a missing group.
    const key = named === '0' ? '' : named;
    const giftKey = textOf(this.#id?.read(message, frame), KEY_LENGTH_MAX) || gift.giftName;
    return { hasKey: key !== '', name: `${user.userId}\n${giftKey}\n${key}` };
  }

  #inStreak(
    gift: Gift,
    total: number,
    running: number,
    { hasKey, name }: StreakName,
    ended: boolean,
  ): Gift | 'streak' {
    // If neither a key nor an end tells streaks apart, only the count does: 1 begins one.
    if (!hasKey && this.#comboEnd === undefined && running === 1) this.#streaks.forget(name);
    const added = this.#streaks.added(name, running, ended);
    // Without a key the next streak has the same name, and may be equally short.
    if (ended && !hasKey) this.#streaks.forget(name);
    if (added === 0) return 'streak';
    return this.#priced({
      ...gift,
      giftNum: added,
      totalValue: shareOf(gift, added, running, total),
    });
  }
}

interface StreakName {
  readonly hasKey: boolean;
  readonly name: string;
}

/** The platform's total is that of the whole streak, so the added gifts get their share of it. */
function shareOf(gift: Gift, added: number, running: number, total: number): number {
  if (total > 0 && added === running) return total;
  if (total === 0 || gift.giftValue > 0) return integerOf(added * gift.giftValue);
  return Math.round((total / running) * added);
}

function isTrue(value: unknown): boolean {
  if (typeof value === 'string') return !FALSE_TEXTS.has(value.toLowerCase());
  return value !== undefined && value !== false && value !== 0;
}

const FALSE_TEXTS = new Set(['0', 'false']);

/** A count that is given and is 0 or less. */
function isNone(count: unknown): boolean {
  if (typeof count === 'number') return count <= 0;
  return typeof count === 'string' && NONE.test(count);
}

const NONE = /^\s{0,9}(?:-\d{1,20}(?:\.\d{0,9})?|0{1,20}(?:\.0{0,9})?)\s{0,9}$/;
