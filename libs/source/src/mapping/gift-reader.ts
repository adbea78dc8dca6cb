import { integerOf, makeGift, textOf, type Gift, type User } from '#live-event';
import type { ComboPaths, GiftPaths } from './mapping.js';
import { numeric } from './numeric.js';
import { Path } from './path.js';
import type { StreakCounter } from './streak-counter.js';

/** Why a message gives nothing: its streak tells nothing new, or its count is 0 or less. */
export type NothingGiven = 'streak' | 'no-gift';

/** The longest part of a streak's name, in characters. */
const KEY_LENGTH_MAX = 128;

/** The `gift` and `combo` of a rule, compiled. */
export class GiftReader {
  readonly #name: Path | undefined;
  readonly #id: Path | undefined;
  readonly #defaultName: string | undefined;
  readonly #count: Path | undefined;
  readonly #atLeastOne: boolean;
  readonly #unitValue: Path | undefined;
  readonly #totalValue: Path | undefined;
  readonly #comboKey: Path | undefined;
  readonly #comboCount: Path | undefined;
  readonly #comboEnd: Path | undefined;
  readonly #streaks: StreakCounter;

  constructor(gift: GiftPaths, combo: ComboPaths | undefined, streaks: StreakCounter) {
    this.#name = Path.maybe(gift.name);
    this.#id = Path.maybe(gift.id);
    this.#defaultName = gift.defaultName;
    this.#count = Path.maybe(gift.count);
    this.#atLeastOne = gift.atLeastOne ?? false;
    this.#unitValue = Path.maybe(gift.unitValue);
    this.#totalValue = Path.maybe(gift.totalValue);
    this.#comboKey = Path.maybe(combo?.key);
    this.#comboCount = Path.maybe(combo?.count);
    this.#comboEnd = Path.maybe(combo?.end);
    this.#streaks = streaks;
  }

  /** The gift of a message, or why it gives none. */
  read(message: object, user: User): Gift | NothingGiven {
    const count = numeric(this.#count?.read(message));
    const gift = makeGift({
      name: this.#name?.read(message),
      id: this.#id?.read(message) ?? this.#defaultName,
      count,
      unitValue: numeric(this.#unitValue?.read(message)),
      totalValue: numeric(this.#totalValue?.read(message)),
    });
    const running = integerOf(numeric(this.#comboCount?.read(message)));
    if (running > 0) return this.#inStreak(gift, running, message, user);
    return isNone(count) && !this.#atLeastOne ? 'no-gift' : gift;
  }

  #inStreak(gift: Gift, running: number, message: object, user: User): Gift | 'streak' {
    const named = textOf(this.#comboKey?.read(message), KEY_LENGTH_MAX);
    // Platforms with typed messages send 0 for a group that is not there.
    const key = named === '0' ? '' : named;
    const giftKey = textOf(this.#id?.read(message), KEY_LENGTH_MAX) || gift.giftName;
    const streak = `${user.userId}\n${giftKey}\n${key}`;
    // Where neither a key nor an end tells streaks apart, only the count does: 1 begins one.
    if (key === '' && this.#comboEnd === undefined && running === 1) this.#streaks.forget(streak);
    const ended = isTrue(this.#comboEnd?.read(message));
    const added = this.#streaks.added(streak, running, ended);
    // Without a key the next streak has the same name, and may be as short as this one.
    if (ended && key === '') this.#streaks.forget(streak);
    if (added === 0) return 'streak';
    return { ...gift, giftNum: added, totalValue: this.#shareOf(gift, added, running, message) };
  }

  /** The platform's total is of the whole streak, so what is added to it has a share in it. */
  #shareOf(gift: Gift, added: number, running: number, message: object): number {
    const total = integerOf(numeric(this.#totalValue?.read(message)));
    if (total > 0 && added === running) return total;
    if (total === 0 || gift.giftValue > 0) return integerOf(added * gift.giftValue);
    return Math.round((total / running) * added);
  }
}

function isTrue(value: unknown): boolean {
  if (typeof value === 'string') return !FALSE_TEXTS.has(value.toLowerCase());
  return value !== undefined && value !== false && value !== 0;
}

const FALSE_TEXTS = new Set(['0', 'false']);

/** A number that is told and counts nothing. */
function isNone(count: unknown): boolean {
  if (typeof count === 'number') return count <= 0;
  return typeof count === 'string' && NONE.test(count);
}

const NONE = /^\s{0,9}(?:-\d{1,20}(?:\.\d{0,9})?|0{1,20}(?:\.0{0,9})?)\s{0,9}$/;
