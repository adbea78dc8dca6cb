import { foldText } from '#choosing';
import { IdHasher } from '#event-buffer';
import { openText, sealText, type Secret } from '#secret';
import type { TrailRecord, TrailWords } from './trail-record.js';

/** How a trail keeps what viewers wrote and who they are. */
export type WordsKept = 'plain' | 'sealed' | 'absent';

export interface TrailWordsTerms {
  readonly kept: WordsKept;
  /** With `sealed`. */
  readonly stateKey?: Secret<Buffer> | undefined;
  /** Of this relay's hashes, with `absent`. */
  readonly salt: string;
}

type Came = Extract<TrailRecord, { k: 'came' }>;

/** Writes viewers and words in the configured form. */
export class TrailScribe {
  readonly #terms: TrailWordsTerms;
  readonly #hasher: IdHasher;

  constructor(terms: TrailWordsTerms) {
    this.#terms = terms;
    this.#hasher = new IdHasher(terms.salt, 'trail');
  }

  write(target: string, words: readonly TrailWords[]): Pick<Came, 'words' | 'h'> {
    const { kept, stateKey } = this.#terms;
    if (kept === 'plain') return { words };
    if (kept === 'sealed' && stateKey !== undefined) {
      return { words: sealText(stateKey, placeOf(target), JSON.stringify(words)) };
    }
    const hashed = words.map(([id, name, text]): TrailWords => {
      return [this.hash(id), this.hash(name), this.hash(foldText(text))];
    });
    return { words: hashed, h: true };
  }

  /** `undefined` where they are sealed with another key. */
  read(target: string, { words }: Came): readonly TrailWords[] | undefined {
    if (typeof words !== 'string') return words;
    const { stateKey } = this.#terms;
    const opened = stateKey === undefined ? undefined : openText(stateKey, placeOf(target), words);
    return opened === undefined ? undefined : (JSON.parse(opened) as TrailWords[]);
  }

  hash(text: string): string {
    return text === '' ? '' : Buffer.from(this.#hasher.hash(text), 'latin1').toString('base64url');
  }
}

function placeOf(target: string): string {
  return `trail of ${target}`;
}
