import { isSameMeaning, likeness, type Meaning } from '../meaning/meaning.js';

/** How many texts a text is compared with before it counts as new: the latest that share a word. */
const COMPARED_MAX = 64;

/** Finds, among the meanings added so far, one that is the same. Costs little for each. */
export class MeaningIndex<T> {
  readonly #exact = new Map<string, T>();
  readonly #bySign = new Map<number, { readonly meaning: Meaning; readonly of: T }[]>();

  find(meaning: Meaning): T | undefined {
    const exact = this.#exact.get(exactKey(meaning));
    if (exact !== undefined) return exact;
    let compared = 0;
    for (const sign of meaning.signs) {
      const sharing = this.#bySign.get(sign) ?? [];
      for (let i = sharing.length - 1; i >= 0; i--) {
        const other = sharing[i]!;
        if (isSameMeaning(meaning, other.meaning)) return other.of;
        compared++;
        if (compared === COMPARED_MAX) return undefined;
      }
    }
    return undefined;
  }

  /** How similar the meaning is to the closest one added so far, from 0 to 1. */
  likenessOf(meaning: Meaning): number {
    let most = 0;
    for (const sign of meaning.signs) {
      const sharing = this.#bySign.get(sign) ?? [];
      const from = Math.max(0, sharing.length - COMPARED_MAX);
      for (let i = sharing.length - 1; i >= from; i--) {
        most = Math.max(most, likeness(meaning, sharing[i]!.meaning));
      }
    }
    return most;
  }

  add(meaning: Meaning, of: T): void {
    this.#exact.set(exactKey(meaning), of);
    for (const sign of meaning.signs) {
      const sharing = this.#bySign.get(sign);
      if (sharing === undefined) this.#bySign.set(sign, [{ meaning, of }]);
      else sharing.push({ meaning, of });
    }
  }
}

function exactKey({ signs, strict }: Meaning): string {
  return `${strict}:${signs.join(',')}`;
}
