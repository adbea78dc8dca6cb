import { rankOf, type DropReason } from '#live-event';
import { redisNow } from '../redis/redis-now.js';
import { targetsWith } from '../targets/target-figures.js';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { readDeadLetter, type DeadLetter } from './dead-letter.js';
import { ENTRY_EVENTS_MAX, HeaderWriter } from '../append/entry.js';

/** How many dead letters a target keeps, and for how long. */
export const DEAD_LETTERS_MAX = 10_000;
const DEAD_LETTERS_MS = 7 * 86_400_000;
/** How many letters are read or moved at a time. */
export const DEAD_LETTER_PAGE = 100;

/**
 * Why a dead letter was given up: there were too many, it was too old, or an operator dropped it.
 */
export type DeadLetterEnd = Extract<DropReason, `dead_letter_${string}`>;

/** Some letters of a target, the oldest first. */
export interface DeadLetterPage {
  readonly letters: readonly DeadLetter[];
  /** The ids of those that this version cannot read. */
  readonly unreadable: readonly string[];
  /** Where to read on; absent after the last letter. */
  readonly next?: string | undefined;
}

export interface ReplayOutcome {
  /**
   * `gone`: one of them no longer exists; `full`: too much waits. In both cases nothing was
   * changed.
   */
  readonly kind: 'replayed' | 'gone' | 'full';
  /** How many events waited before and after. If it was 0 before, the target must be woken. */
  readonly depthBefore: number;
  readonly depthAfter: number;
  /** Whether the target waits for its turn, and one of them matters more than all that waited. */
  readonly isRaised: boolean;
}

/**
 * The dead letters of all targets. The ledger counts an event as dead for as long as its letter exists: a
 * replay makes it wait again, and a letter that is given up counts as dropped.
 */
export class DeadLetters {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;

  constructor(redis: BufferRedis, keys: BufferKeys) {
    this.#redis = redis;
    this.#keys = keys;
  }

  /** How many letters a target has. */
  async count(target: string): Promise<number> {
    return this.#redis.xlen(this.#keys.of(target).dead);
  }

  /** The targets that have letters; most have none. */
  async targetsWithLetters(targets: readonly string[]): Promise<string[]> {
    return targetsWith(this.#redis, this.#keys, targets, ({ dead }) => dead);
  }

  /** The id of a target's latest letter. */
  async latest(target: string): Promise<string | undefined> {
    const rows = await this.#redis.xrevrange(this.#keys.of(target).dead, '+', '-', 'COUNT', 1);
    return rows[0]?.[0];
  }

  /**
   * Reads letters in order.
   *
   * @param from the `next` of the page before.
   * @param last the last id to read; by default all there are.
   */
  async page(target: string, from = '-', last = '+'): Promise<DeadLetterPage> {
    const { dead } = this.#keys.of(target);
    const rows = await this.#redis.xrangeBuffer(dead, from, last, 'COUNT', DEAD_LETTER_PAGE);
    const letters: DeadLetter[] = [];
    const unreadable: string[] = [];
    for (const [idBytes, fields] of rows) {
      const id = idBytes.toString('latin1');
      const [, meta = EMPTY, , fragment = EMPTY] = fields;
      const letter = readDeadLetter(target, id, meta.toString(), fragment);
      if (letter === undefined) unreadable.push(id);
      else letters.push(letter);
    }
    const end = rows.at(-1)?.[0].toString('latin1');
    return { letters, unreadable, next: rows.length < DEAD_LETTER_PAGE ? undefined : `(${end}` };
  }

  /** One letter; `undefined` if there is none, or it cannot be read. */
  async find(target: string, id: string): Promise<DeadLetter | undefined> {
    return (await this.page(target, id, id)).letters[0];
  }

  /**
   * Puts letters of one target, at most {@link DEAD_LETTER_PAGE} in order, back into its buffer
   * behind all waiting events. They count as received `now`, since old ones would expire at once.
   * One atomic step; a repetition after a lost answer finds them `gone`.
   * @param eventsMax how many events may wait afterwards.
   */
  async replay(
    target: string,
    letters: readonly DeadLetter[],
    eventsMax: number,
    now: number,
  ): Promise<ReplayOutcome> {
    const keys = this.#keys.of(target);
    const bridges = bridgesOf(letters);
    const outcome = await this.#redis.replayDeadLetters({
      target: keys.target,
      events: keys.events,
      dead: keys.dead,
      ledgers: bridges.map(keys.ledger),
      eventsMax,
      rank: rankOf(letters),
      ids: letters.map(({ id }) => id),
      entries: entriesOf(letters, now).map(({ bridge, ...entry }) => {
        return { ...entry, ledger: bridges.indexOf(bridge) };
      }),
    });
    const [status, depthBefore = 0, depthAfter = 0, raised = 0] = outcome;
    const kind = status === 1 ? 'replayed' : status === 2 ? 'full' : 'gone';
    return { kind, depthBefore, depthAfter, isRaised: raised === 1 };
  }

  /**
   * Gives letters of one target up. May be called again after a lost answer.
   *
   * @returns how many of them were still there.
   */
  async remove(
    target: string,
    letters: readonly DeadLetter[],
    reason: DeadLetterEnd,
  ): Promise<number> {
    return this.#remove(target, letters, [], reason);
  }

  /** Gives up letters that are too old, and the oldest ones until there is room for `more`. */
  async makeRoom(target: string, more: number): Promise<void> {
    await this.#removeOld(target);
    let excess = (await this.count(target)) + more - DEAD_LETTERS_MAX;
    while (excess > 0) {
      const { letters, unreadable } = await this.page(target);
      const ids = [...letters.map(({ id }) => id), ...unreadable].sort(byId).slice(0, excess);
      if (ids.length === 0) return;
      const chosen = new Set(ids);
      await this.#remove(
        target,
        letters.filter(({ id }) => chosen.has(id)),
        unreadable.filter((id) => chosen.has(id)),
        'dead_letter_overflow',
      );
      excess -= ids.length;
    }
  }

  async #removeOld(target: string): Promise<void> {
    // By Redis's clock, which made the ids.
    const oldest = `${(await redisNow(this.#redis)) - DEAD_LETTERS_MS}`;
    for (;;) {
      const { letters, unreadable, next } = await this.page(target, '-', oldest);
      await this.#remove(target, letters, unreadable, 'dead_letter_expired');
      if (next === undefined) return;
    }
  }

  async #remove(
    target: string,
    letters: readonly DeadLetter[],
    unreadable: readonly string[],
    reason: DeadLetterEnd,
  ): Promise<number> {
    if (letters.length + unreadable.length === 0) return 0;
    const keys = this.#keys.of(target);
    const { dead, ledger } = keys;
    const bridges = bridgesOf(letters);
    return this.#redis.removeDeadLetters({
      target: keys.target,
      dead,
      ledgers: bridges.map(ledger),
      reason,
      letters: [
        ...letters.map(({ id, bridge }) => ({ id, ledger: bridges.indexOf(bridge) })),
        ...unreadable.map((id) => ({ id })),
      ],
    });
  }
}

const EMPTY = Buffer.alloc(0);
const ENTRY_BYTES = 256 * 1024;
const COMMA = Buffer.from(',');

function bridgesOf(letters: readonly DeadLetter[]): string[] {
  return [...new Set(letters.map(({ bridge }) => bridge))];
}

function byId(a: string, b: string): number {
  const [ms, sequence] = a.split('-').map(Number);
  const [otherMs, otherSequence] = b.split('-').map(Number);
  return ms! - otherMs! || sequence! - otherSequence!;
}

interface LetterEntry {
  readonly bridge: string;
  readonly count: number;
  readonly header: Buffer;
  readonly fragments: Buffer;
}

/** The letters as entries of the buffer: successive letters of one bridge share an entry. */
function entriesOf(letters: readonly DeadLetter[], now: number): LetterEntry[] {
  const runs: { bridge: string; letters: DeadLetter[]; bytes: number }[] = [];
  for (const letter of letters) {
    const last = runs.at(-1);
    const fits =
      last?.bridge === letter.bridge &&
      last.letters.length < ENTRY_EVENTS_MAX &&
      last.bytes + letter.fragment.length < ENTRY_BYTES;
    const run = fits ? last : { bridge: letter.bridge, letters: [], bytes: 0 };
    if (!fits) runs.push(run);
    run.letters.push(letter);
    run.bytes += letter.fragment.length + 1;
  }
  return runs.map((run) => entryOf(run.bridge, run.letters, now));
}

function entryOf(bridge: string, letters: readonly DeadLetter[], now: number): LetterEntry {
  const writer = new HeaderWriter(bridge);
  const header = Buffer.alloc(writer.bytes(letters.length));
  writer.start(header, now);
  letters.forEach(({ type, class: eventClass, fragment }, i) => {
    writer.writeEvent(header, i, type, fragment.length + 1, 0, eventClass);
  });
  const fragments = Buffer.concat(letters.flatMap(({ fragment }) => [fragment, COMMA]));
  return { bridge, count: letters.length, header, fragments };
}
