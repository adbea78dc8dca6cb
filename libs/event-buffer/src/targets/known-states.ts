import { Cluster } from 'ioredis';
import type { BufferKeys } from '../redis/buffer-keys.js';
import type { BufferRedis } from '../redis/buffer-redis.js';
import { ProcessRegistry } from './process-registry.js';
import type { TargetField } from './target-fields.js';
import { readStateTexts, targetStateOf, type TargetState } from './target-figures.js';

/** The fields of a target's record that are read for all targets. */
export const TOLD_FIELDS = [
  'waiting',
  'liveJob',
  'failures',
  'failing',
  'pausedReason',
  'pausedAt',
  'delay',
  'delayUntil',
  'keptBackUntil',
  'turnSince',
  'reportedAt',
  'answers',
  'replies',
  'repliedAt',
  'control',
] as const satisfies readonly TargetField[];

/** How many marks are read in one step: Redis does nothing else meanwhile. */
const MARKS_A_STEP = 500;
/**
 * How many targets are read at each look though their mark is the same: see {@link KnownStates}.
 */
const READ_AGAIN_DEFAULT = 100;

interface Known {
  readonly mark: string;
  readonly text: string;
  readonly state: TargetState;
}

/**
 * The states of all targets, for a reader that looks repeatedly: a target is read again only if its
 * mark has changed (`change-mark.ts`). A target without a mark is read at every look. All are read
 * while a process of an older version runs, which does not change marks. At each look a few more
 * are read whatever their marks say, so that a write without a mark is noticed, too.
 */
export class KnownStates {
  readonly #redis: BufferRedis;
  readonly #keys: BufferKeys;
  readonly #registry: ProcessRegistry;
  readonly #readAgain: number;
  readonly #known = new Map<string, Known>();
  /** The names of all targets as Redis last returned them, and sorted. */
  #names: { readonly text: string; readonly sorted: readonly string[] } = { text: '', sorted: [] };
  /** Whether everything that was read before this look has been marked since. */
  #areMarked = false;
  #readAgainFrom = 0;

  /** @param readAgain how many are read at each look whatever their marks say. */
  constructor(redis: BufferRedis, keys: BufferKeys, { readAgain = READ_AGAIN_DEFAULT } = {}) {
    this.#redis = redis;
    this.#keys = keys;
    this.#registry = new ProcessRegistry(redis, keys);
    this.#readAgain = readAgain;
  }

  /**
   * The ids of all targets that are registered, sorted; the same list as long as they do not
   * change.
   */
  async names(): Promise<readonly string[]> {
    const text = await this.#redis.membersJson({ set: this.#keys.targets });
    if (text !== this.#names.text) {
      const names = JSON.parse(text) as string[] | Readonly<Record<string, never>>;
      this.#names = { text, sorted: Array.isArray(names) ? names.sort() : [] };
    }
    return this.#names.sorted;
  }

  /**
   * All targets by id, in their current state; each is the same object as at the last look if
   * nothing has changed. May be called while a look is under way.
   */
  async look(): Promise<readonly TargetState[]> {
    const [names, areMarking] = await Promise.all([this.names(), this.#registry.areMarking()]);
    const marks = areMarking && this.#areMarked ? await this.#marksOf(names) : undefined;
    const again = this.#nextFew(names);
    const others = names.filter((name, i) => {
      const mark = marks?.[i] ?? '';
      return mark === '' || mark !== this.#known.get(name)?.mark || again.has(name);
    });
    const texts = await readStateTexts(this.#redis, this.#keys, others, TOLD_FIELDS);
    for (const [i, one] of texts.entries()) this.#take(others[i]!, one);
    this.#areMarked = areMarking;
    this.#forgetAllBut(names);
    return names.flatMap((name) => this.#known.get(name)?.state ?? []);
  }

  async #marksOf(names: readonly string[]): Promise<readonly string[]> {
    // The keys of two targets are in two slots of a cluster.
    const atATime = (this.#redis as unknown) instanceof Cluster ? 1 : MARKS_A_STEP;
    const steps: Promise<string>[] = [];
    for (let from = 0; from < names.length; from += atATime) {
      const targets = names.slice(from, from + atATime).map((name) => this.#keys.of(name).target);
      steps.push(this.#redis.targetMarks({ targets }));
    }
    return (await Promise.all(steps)).flatMap((text) => JSON.parse(text) as string[]);
  }

  #nextFew(names: readonly string[]): ReadonlySet<string> {
    const from = this.#readAgainFrom < names.length ? this.#readAgainFrom : 0;
    this.#readAgainFrom = from + this.#readAgain;
    return new Set(names.slice(from, this.#readAgainFrom));
  }

  #take(name: string, { mark, text }: { readonly mark: string; readonly text: string }): void {
    const before = this.#known.get(name);
    const state = before?.text === text ? before.state : targetStateOf(name, text, TOLD_FIELDS);
    this.#known.set(name, { mark, text, state });
  }

  #forgetAllBut(names: readonly string[]): void {
    if (this.#known.size <= names.length) return;
    const there = new Set(names);
    for (const name of this.#known.keys()) if (!there.has(name)) this.#known.delete(name);
  }
}
