import { nearestKey } from '#config';
import {
  DEAD_LETTER_PAGE,
  DeadLetters,
  type DeadLetter,
  type LedgerReader,
  type ReportQueue,
} from '#event-buffer';
import { Problem, type Complaint } from '../../console/problems/problem.js';
import {
  chosenLetters,
  countLetters,
  isChosen,
  LETTER_ID,
  type LetterChoice,
  type LetterStore,
} from '../../dead-letters/letter-choice.js';
import { LetterReplay } from '../../dead-letters/letter-replay.js';
import { invalid } from '../json-body.js';
import { afterCursor, cursorOf, type Page } from '../requests/page.js';
import type { LettersOptions, LettersQuery } from './letters.options.js';

/** How many letters one request looks through, and how long it puts letters back. */
const LOOKED_AT_MAX = 2000;
const REPLAY_MS_MAX = 10_000;

export interface LettersParts extends LetterStore {
  readonly ledger: LedgerReader;
  readonly queue: ReportQueue;
  /** How many events a buffer may hold. */
  readonly maxEvents: number;
}

/** The dead letters of all targets, as the API gives them. May reject when Redis is away. */
export class Letters {
  readonly #parts: LettersParts;
  readonly #dead: DeadLetters;

  constructor(parts: LettersParts) {
    this.#parts = parts;
    this.#dead = new DeadLetters(parts.redis, parts.keys);
  }

  /** The oldest of each target first. A page may hold less than was asked for, and go on. */
  async page(query: LettersQuery): Promise<Page<DeadLetter>> {
    const after = afterCursor(query, (last) => CURSOR.test(last));
    const [target = '', id = ''] = after?.split(' ') ?? [];
    const choice = await this.#choiceOf(query, (name) => ({ parameter: name }));
    const items: DeadLetter[] = [];
    let looked = 0;
    for (const name of await this.#dead.targetsWithLetters(choice.targets)) {
      if (name < target) continue;
      let from: string | undefined = name === target ? `(${id}` : '-';
      while (from !== undefined) {
        const page = await this.#dead.page(name, from);
        for (const letter of page.letters) {
          looked++;
          if (isChosen(choice, letter)) items.push(letter);
          const isEnough = items.length === query.limit || looked >= LOOKED_AT_MAX;
          if (isEnough) return { items, next: cursorOf(`${name} ${letter.id}`) };
        }
        from = page.next;
      }
    }
    return { items };
  }

  /** One letter. @throws {Problem} */
  async find(target: string, id: string): Promise<DeadLetter> {
    const targets = LETTER_ID.test(id) ? await this.#parts.ledger.targets() : [];
    const letter = targets.includes(target) ? await this.#dead.find(target, id) : undefined;
    if (letter === undefined) throw new Problem('not-found', 'No dead letter of this id.');
    return letter;
  }

  async count(query: LettersQuery): Promise<number> {
    const choice = await this.#choiceOf(query, (name) => ({ parameter: name }));
    return countLetters(this.#parts, choice);
  }

  /** The letters, a few at a time. */
  async *export(query: LettersQuery): AsyncGenerator<readonly DeadLetter[]> {
    const choice = await this.#choiceOf(query, (name) => ({ parameter: name }));
    for await (const { letters } of chosenLetters(this.#parts, choice)) yield letters;
  }

  /** Has letters reported again, as many as there is room and time for. */
  async replay(options: LettersOptions): Promise<{ replayed: number; left: number }> {
    const choice = await this.#explicitChoice(options);
    const total = await countLetters(this.#parts, choice);
    const enough = new AbortController();
    const timer = setTimeout(() => enough.abort(), REPLAY_MS_MAX);
    let replayed = 0;
    const listener = {
      replayed: (count: number) => void (replayed += count),
      // The caller sees that some are left, and asks again.
      waits: () => enough.abort(),
    };
    try {
      const replay = new LetterReplay({ ...this.#parts, listener, stopped: enough.signal });
      for await (const { target, letters } of chosenLetters(this.#parts, choice)) {
        if (enough.signal.aborted) break;
        await replay.run(target, letters);
      }
    } finally {
      clearTimeout(timer);
    }
    return { replayed, left: Math.max(0, total - replayed) };
  }

  /** Gives letters up: they are counted as dropped. */
  async drop(options: LettersOptions): Promise<number> {
    const choice = await this.#explicitChoice(options);
    let dropped = 0;
    for await (const { target, letters } of chosenLetters(this.#parts, choice)) {
      for (let at = 0; at < letters.length; at += DEAD_LETTER_PAGE) {
        const some = letters.slice(at, at + DEAD_LETTER_PAGE);
        dropped += await this.#dead.remove(target, some, 'dead_letter_discarded');
      }
    }
    return dropped;
  }

  /** Must say which letters, or that all are meant. */
  async #explicitChoice(options: LettersOptions): Promise<LetterChoice> {
    const { ids, target, bridge, code, all } = options;
    const named = [ids, target, bridge, code].some((part) => part !== undefined);
    if (named === (all === true)) {
      const detail = named
        ? 'all does not go with what chooses some'
        : 'must say which: ids, target, bridge or code; or all: true';
      throw invalid([{ pointer: named ? '/all' : '', detail }]);
    }
    return this.#choiceOf(options, (name) => ({ pointer: `/${name}` }));
  }

  async #choiceOf(
    { target, bridge, code, ids }: LettersOptions,
    placeOf: (name: string) => Pick<Complaint, 'pointer' | 'parameter'>,
  ): Promise<LetterChoice> {
    const targets = await this.#parts.ledger.targets();
    if (target !== undefined && !targets.includes(target)) {
      const nearest = nearestKey(target, targets);
      const meant = nearest === undefined ? '' : `; did you mean ${nearest}?`;
      const detail = `is none that events were ever collected for${meant}`;
      throw invalid([{ ...placeOf('target'), detail }]);
    }
    return { targets: target === undefined ? targets : [target], ids, bridge, code };
  }
}

const CURSOR = /^\S{1,400} \d{1,16}-\d{1,16}$/u;
