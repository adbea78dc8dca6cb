import type { TrailConfig } from '#config';
import { SharedTexts, type BufferKeys, type BufferRedis, type LedgerReader } from '#event-buffer';
import type { InteractionRule } from '#rules';
import type { Secret } from '#secret';
import { TrailReader, type Kept, type Told, type ToldEvent } from './trail-reader.js';
import { TrailScribe } from './trail-words.js';

/** Reads the rules of a target's room; `undefined`: they cannot be read now. Never rejects. */
export interface RulesOfTargets {
  of(target: string): Promise<readonly InteractionRule[] | undefined>;
}

export interface TrailsParts {
  readonly redis: BufferRedis;
  readonly keys: BufferKeys;
  readonly ledger: Pick<LedgerReader, 'targets' | 'targetsWithTrail'>;
  readonly config: TrailConfig;
  readonly stateKey: Secret<Buffer> | undefined;
  /** Absent where it is not told which rules events meet. */
  readonly rules?: RulesOfTargets | undefined;
}

/** The trails of all targets. May reject when Redis is away. */
export class Trails {
  readonly #parts: TrailsParts;
  /** Done when what was read last needs its memory no more. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(parts: TrailsParts) {
    this.#parts = parts;
  }

  /**
   * What became of events of the last minutes, the latest first.
   *
   * @param asked which: a part of a text, or of a user's name, or a user's id; of one target, of one bridge.
   */
  async told(asked: Asked): Promise<Told> {
    const reader = await this.#reader();
    const { ledger } = this.#parts;
    const all = asked.target === undefined ? await ledger.targets() : [asked.target];
    const targets = await ledger.targetsWithTrail(all);
    const events: ToldEvent[] = [];
    // Of a room that was quiet for ten minutes, too.
    let [untold, isKept] = [0, this.#isKeptOfAll];
    for (const target of targets) {
      const rules = await this.#parts.rules?.of(target);
      const question = { query: asked.text ?? '', bridge: asked.bridge, limit: asked.limit, rules };
      const told = await this.#alone(async () => reader.told(target, question));
      events.push(...told.events);
      untold += told.untold;
      isKept ||= told.isKept;
    }
    events.sort((a, b) => b.at - a.at);
    return { events: events.slice(0, asked.limit), untold, isKept };
  }

  /** The kept events of a target, to be run through again. */
  async kept(target: string): Promise<Kept> {
    const reader = await this.#reader();
    const kept = await this.#alone(async () => reader.kept(target));
    return { ...kept, isKept: kept.isKept || this.#isKeptOfAll };
  }

  /** One trail after the other, whoever asks: each takes up to some hundred megabytes while it is read. */
  async #alone<T>(read: () => Promise<T>): Promise<T> {
    const result = this.#reading.then(read);
    // Not the result itself, which would stay in memory until the next one.
    this.#reading = result.then(ended, ended);
    return result;
  }

  get #isKeptOfAll(): boolean {
    return this.#parts.config.keep === 'on';
  }

  async #reader(): Promise<TrailReader> {
    const { redis, keys, config, stateKey } = this.#parts;
    const salt = (await new SharedTexts(redis).get(keys.salt)) ?? '';
    return new TrailReader(redis, keys, new TrailScribe({ kept: config.words, stateKey, salt }));
  }
}

interface Asked {
  readonly text?: string | undefined;
  readonly target?: string | undefined;
  readonly bridge?: string | undefined;
  readonly limit: number;
}

function ended(): void {}
