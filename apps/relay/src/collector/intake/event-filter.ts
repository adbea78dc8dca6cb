import { BoundedMap } from '#bounded-map';
import type { FilterConfig } from '#config';
import type { LiveEvent } from '#live-event';
import { BlockPatterns } from './block-patterns.js';

/** Why a bridge's filter drops an event; a metric label. */
export type FilterReason =
  | 'filtered_type'
  | 'filtered_user'
  | 'filtered_length'
  | 'filtered_symbols'
  | 'filtered_word'
  | 'filtered_slow'
  | 'filtered_repeat';

const REPEATS_MAX = 10_000;

/** The filter of one bridge. Its only state is a bounded memory of texts, to find repetitions. */
export class EventFilter {
  readonly #filter: FilterConfig;
  readonly #anybody: boolean;
  readonly #readsText: boolean;
  readonly #patterns: BlockPatterns;
  /** When each user last wrote each text, the oldest first. */
  readonly #texts = new BoundedMap<string, number>(REPEATS_MAX);

  /**
   * @param switchedOff called with the number, from 1, of an expression that is switched off as too
   * slow.
   */
  constructor(filter: FilterConfig, switchedOff: (expression: number) => void = () => {}) {
    const { users, blockWords } = filter;
    this.#filter = filter;
    this.#patterns = new BlockPatterns(blockWords.patterns, switchedOff);
    this.#anybody = users.allow.size === 0 && users.block.size === 0;
    this.#readsText =
      filter.minLength > 0 ||
      filter.maxLength !== undefined ||
      filter.blockSymbolsOnly ||
      filter.repeatSeconds > 0 ||
      blockWords.plain.length > 0 ||
      blockWords.patterns.length > 0;
  }

  /**
   * Why an event does not pass; `undefined`: it does.
   *
   * @param now in ms, for repetitions.
   */
  reasonAgainst(event: LiveEvent, now: number): FilterReason | undefined {
    const { types } = this.#filter;
    if (!types.has(event.type)) return 'filtered_type';
    const user = event.type === 'viewers' ? undefined : event.user;
    if (!this.#anybody && user !== undefined && !this.#isWelcome(user)) return 'filtered_user';
    if (!this.#readsText) return undefined;
    const text = event.type === 'comment' || event.type === 'raw' ? event.text : undefined;
    return text === undefined ? undefined : this.#reasonAgainstText(text, user?.userId ?? '', now);
  }

  #isWelcome({ userId, name }: { userId: string; name: string }): boolean {
    const { allow, block } = this.#filter.users;
    if (block.has(userId) || block.has(name)) return false;
    return allow.size === 0 || allow.has(userId) || allow.has(name);
  }

  #reasonAgainstText(text: string, userId: string, now: number): FilterReason | undefined {
    const { minLength, maxLength, blockSymbolsOnly } = this.#filter;
    // A character has at most two UTF-16 units, so most texts need no counting.
    if (text.length < minLength || (text.length < minLength * 2 && lengthOf(text) < minLength)) {
      return 'filtered_length';
    }
    if (maxLength !== undefined && text.length > maxLength && lengthOf(text) > maxLength) {
      return 'filtered_length';
    }
    if (blockSymbolsOnly && !SPEAKABLE.test(text)) return 'filtered_symbols';
    if (this.#holdsBlockedWord(text)) return 'filtered_word';
    const reason = this.#patterns.reasonAgainst(text);
    if (reason !== undefined) return reason === 'blocked' ? 'filtered_word' : 'filtered_slow';
    return this.#isRepeated(userId, text, now) ? 'filtered_repeat' : undefined;
  }

  #holdsBlockedWord(text: string): boolean {
    const { plain } = this.#filter.blockWords;
    if (plain.length === 0) return false;
    const lower = text.toLowerCase();
    return plain.some((word) => lower.includes(word));
  }

  #isRepeated(userId: string, text: string, now: number): boolean {
    const windowMs = this.#filter.repeatSeconds * 1000;
    if (windowMs === 0) return false;
    const key = `${userId}\0${text}`;
    const last = this.#texts.get(key);
    this.#texts.set(key, now);
    // Each may keep the whole frame that it was cut out of in memory.
    this.#texts.dropWhile((at) => Math.abs(now - at) >= windowMs);
    return last !== undefined && Math.abs(now - last) < windowMs;
  }
}

const SPEAKABLE = /[\p{L}\p{N}]/u;

function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
