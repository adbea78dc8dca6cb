import { foldText, holdsLink } from '../meaning/fold-text.js';
import { wishOf, type Wish } from '../meaning/question.js';

/** The weights of a comment's score. A question outweighs the rank of the viewer. */
export const WORTH = {
  asks: 5,
  muses: 2,
  keyword: 4,
  paid: 2,
  badge: 0.5,
  badgeLevel: 1,
  level: 0.5,
  guard: 0.4,
  /** For each doubling of the viewers who ask the same, up to {@link WORTH.asksMax}. */
  asksToo: 0.5,
  asksMax: 1.5,
  /** As similar as possible to a recently chosen one without being the same. */
  like: -2,
  hadTurn: -3,
  tooLong: -1,
  link: -2,
} as const;

/** Longer comments take a voice too long to read, in characters. */
const LONG_LENGTH = 120;
const BADGE_LEVEL_FULL = 40;
const LEVEL_FULL = 60;

export interface Appraisal {
  readonly folded: string;
  readonly wish: Wish;
  /** Below 0: not worth a voice, whatever the others are worth. */
  readonly score: number;
}

/** What matters about a comment's author. */
export interface Author {
  readonly level: number;
  readonly badge: string;
  readonly badgeLevel: number;
  readonly guard?: number | undefined;
  /** Gave something a moment ago, or pays for this very comment. */
  readonly paid?: boolean | undefined;
}

/** Finds any of some keywords in texts; Latin ones as whole words, emoji as they are written. */
export class Keywords {
  readonly #pattern: RegExp | undefined;
  /** Those of which folding leaves nothing. */
  readonly #symbols: readonly string[];

  constructor(keywords: readonly string[]) {
    this.#symbols = keywords
      .filter((word) => foldText(word) === '')
      .map((word) => plainSymbols(word).trim())
      .filter((word) => word !== '');
    const folded = [...new Set(keywords.map(foldText))].filter((word) => word !== '');
    if (folded.length === 0) return;
    const words = folded.map((word) => {
      const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      const from = STARTS_LATIN.test(word) ? String.raw`(?<![a-z\d])` : '';
      return `${from}${escaped}${ENDS_LATIN.test(word) ? String.raw`(?![a-z\d])` : ''}`;
    });
    this.#pattern = new RegExp(words.join('|'), 'u');
  }

  /** @param text as it was written, for emoji. */
  isIn(folded: string, text = folded): boolean {
    if (this.#pattern?.test(folded) === true) return true;
    if (this.#symbols.length === 0) return false;
    const plain = plainSymbols(text);
    return this.#symbols.some((symbol) => plain.includes(symbol));
  }
}

/** Without the sign that an emoji is to be coloured, which some keyboards write and others do not. */
function plainSymbols(text: string): string {
  return text.replaceAll('\u{fe0f}', '');
}

const STARTS_LATIN = /^[a-z\d]/;
const ENDS_LATIN = /[a-z\d]$/;

/** The worth of a comment by itself, before it is compared with others. */
export function appraise(text: string, author: Author, keywords: Keywords): Appraisal {
  return withAuthor(judge(text, keywords), author);
}

/** As {@link appraise}, for a chat: a text that is repeated is judged once. */
export class Appraiser {
  readonly #keywords: Keywords;
  #known = new Map<string, Appraisal>();

  constructor(keywords: Keywords) {
    this.#keywords = keywords;
  }

  appraise(text: string, author: Author): Appraisal {
    if (text.length > KNOWN_LENGTH_MAX) return appraise(text, author, this.#keywords);
    let judged = this.#known.get(text);
    if (judged === undefined) {
      judged = judge(text, this.#keywords);
      if (this.#known.size === KNOWN_MAX) this.#known = new Map();
      this.#known.set(text, judged);
    }
    return withAuthor(judged, author);
  }
}

const KNOWN_MAX = 1000;
const KNOWN_LENGTH_MAX = 30;

/** The score of a text, without its author; below 0: noise. */
function judge(text: string, keywords: Keywords): Appraisal {
  const folded = foldText(text);
  const named = keywords.isIn(folded, text);
  const wish = wishOf(text, folded);
  if (wish === 'noise' && !named) return { folded, wish, score: NOISE };
  // Different emoji are different comments.
  if (folded === '') return { folded: text, wish, score: WORTH.keyword };
  let score = wish === 'ask' ? WORTH.asks : wish === 'muse' ? WORTH.muses : 0;
  if (named) score += WORTH.keyword;
  if (text.length > LONG_LENGTH) score += WORTH.tooLong;
  if (holdsLink(text)) score += WORTH.link;
  return { folded, wish, score };
}

const NOISE = -100;

function withAuthor({ folded, wish, score }: Appraisal, author: Author): Appraisal {
  if (score === NOISE) return { folded, wish, score: -1 };
  return { folded, wish, score: Math.max(0, score + worthOfAuthor(author)) };
}

export function worthOfAuthor({
  level,
  badge,
  badgeLevel,
  guard = 0,
  paid = false,
}: Author): number {
  const ofGuard = guard > 0 ? WORTH.guard : 0;
  const ofBadge = Math.min(1, badgeLevel / BADGE_LEVEL_FULL) * WORTH.badgeLevel;
  const ofLevel = Math.min(1, level / LEVEL_FULL) * WORTH.level;
  return (paid ? WORTH.paid : 0) + (badge === '' ? 0 : WORTH.badge) + ofBadge + ofLevel + ofGuard;
}
