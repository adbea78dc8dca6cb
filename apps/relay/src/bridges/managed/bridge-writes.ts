import type { BridgeSpec, Wanted } from '#bridge';
import type { BridgeConfig, SourceTypes } from '#config';
import type { RecordTable } from '#event-buffer';
import type { StoredBridge } from '../bridge-store.js';
import type { ApiBridge, ApiBridgeStore, RecordContent } from './api-bridge-store.js';
import { done, invalid, type Managed } from './managed.js';
import { judgedTogether, Neighbours } from './neighbours.js';
import { OneByOne } from './one-by-one.js';
import { refusedChange } from './refused-change.js';
import type { SpecProblem } from './spec-seal.js';
import type { SoundSpec } from './spec-check.js';

/** How many bridges can be made through the API. */
export const BRIDGES_MAX = 10_000;
/** How many bridges are saved with one script: Redis does nothing else meanwhile. */
export const SAVED_AT_ONCE = 50;

export interface BridgeWritesParts {
  readonly table: RecordTable;
  readonly api: ApiBridgeStore;
  readonly sources: SourceTypes;
  /** The bridges of the file. */
  readonly ofFile: () => ReadonlyMap<string, StoredBridge>;
  /** Tells this process of its own change, without waiting for the message from Redis. */
  readonly changed: () => void;
}

/** What a bridge is to be, and the revision that it must have; 0: there must be none. */
export interface BridgeWrite {
  readonly wanted: Wanted;
  readonly by: string;
  /** With its secrets sealed. */
  readonly spec: BridgeSpec;
  readonly expected: number;
}

/** Writes bridges that were found to be right by themselves. */
export class BridgeWrites {
  readonly #parts: BridgeWritesParts;
  readonly #judgements = new OneByOne();

  constructor(parts: BridgeWritesParts) {
    this.#parts = parts;
  }

  /** All bridges, as they were last read, but some. */
  beside(without: ReadonlySet<string>): Neighbours {
    return this.#beside((name) => !without.has(name));
  }

  /** The other bridges that matter for one: of thousands few do. */
  besideOne(one: BridgeConfig): Neighbours {
    const isLimited = this.isLimited(one);
    return this.#beside((name, config) => {
      const matters = hasSameTarget(config, one) || (isLimited && this.isLimited(config));
      return matters && name !== one.name;
    });
  }

  #beside(counts: (name: string, config: BridgeConfig) => boolean): Neighbours {
    const { api, ofFile, sources } = this.#parts;
    const neighbours = new Neighbours(sources);
    for (const [name, { config }] of ofFile()) {
      if (counts(name, config)) neighbours.add(config, true);
    }
    for (const [name, { config, record }] of api.known) {
      if (config === undefined || !counts(name, config)) continue;
      neighbours.add(config, record.wanted !== 'paused');
    }
    return neighbours;
  }

  /** Whether its platform limits how many there may be. */
  isLimited({ source: { type, options } }: BridgeConfig): boolean {
    return (this.#parts.sources.get(type)?.budgets?.(options) ?? []).length > 0;
  }

  /** Writes one that is right whatever others there are. */
  async write(write: BridgeWrite): Promise<Managed<ApiBridge>> {
    return (await this.#write(write))!;
  }

  /**
   * Writes one that is judged beside all others: of several at the same time, in whichever process,
   * each is judged beside those before it.
   */
  async writeJudged(
    write: BridgeWrite,
    config: BridgeConfig,
    judge: (beside: Neighbours) => readonly SpecProblem[],
  ): Promise<Managed<ApiBridge>> {
    return this.#whileJudged(async (judged) => {
      const problems = judge(this.besideOne(config));
      return problems.length > 0 ? invalid(...problems) : this.#write(write, judged);
    });
  }

  /**
   * Saves the first dozens of specs that were checked together, in their order, until one is
   * refused: those after it are left as they are.
   *
   * @param left all that are not saved yet: none of them counts as it was.
   * @returns what became of each that was tried.
   */
  async saveNext(left: readonly SoundSpec[], by: string): Promise<readonly Managed<void>[]> {
    const part = left.slice(0, SAVED_AT_ONCE);
    const names = new Set(left.map(({ stored }) => stored.name));
    return this.#whileJudged(async (judged) => {
      const results = judgedTogether(
        part.map((spec) => done(spec)),
        this.beside(names),
      );
      const wrong = results.find(({ ok }) => !ok);
      const sound = wrong === undefined ? part : part.slice(0, results.indexOf(wrong));
      const writes = sound.map(({ stored: spec, before }) => {
        const wanted = before?.record.wanted ?? 'running';
        return rowOf({ wanted, by, spec, expected: before?.record.revision ?? 0 });
      });
      const changes = await this.#parts.table.writeJudged(writes, judged);
      if (changes === undefined) return undefined;
      this.#parts.changed();
      const saved = changes.map((change, at): Managed<void> => {
        if (change.kind === 'written') return done(undefined);
        return refusedChange(change, writes[at]!.expected, BRIDGES_MAX);
      });
      const isStopped = wrong?.ok !== false || saved.some(({ ok }) => !ok);
      return isStopped ? saved : [...saved, wrong];
    });
  }

  /**
   * Reads all bridges, judges and writes; again where others were judged and written meanwhile.
   *
   * @param act judges by what was read, and writes; `undefined`: that was not taken.
   */
  async #whileJudged<T>(act: (judged: string) => Promise<T | undefined>): Promise<T> {
    const { api, table } = this.#parts;
    return this.#judgements.run(async () => {
      for (;;) {
        await api.read();
        const result = await act(table.judged);
        if (result !== undefined) return result;
      }
    });
  }

  /** @returns `undefined` where others were judged meanwhile. */
  async #write(write: BridgeWrite, judged?: string): Promise<Managed<ApiBridge> | undefined> {
    const { table, api, changed } = this.#parts;
    const row = rowOf(write);
    const changes =
      judged === undefined ? await table.writeAll([row]) : await table.writeJudged([row], judged);
    const [change] = changes ?? [];
    if (change === undefined) return undefined;
    if (change.kind !== 'written') return refusedChange(change, row.expected, BRIDGES_MAX);
    changed();
    const { revision, changedAt } = change;
    return done(api.written({ ...row, revision, changedAt }));
  }
}

function hasSameTarget({ target: one }: BridgeConfig, { target: other }: BridgeConfig): boolean {
  const { roomId, jobId, project } = one;
  return roomId === other.roomId && jobId === other.jobId && project === other.project;
}

function rowOf({ wanted, by, spec, expected }: BridgeWrite) {
  const text = JSON.stringify({ wanted, by, spec } satisfies RecordContent);
  return { name: spec.name, text, expected };
}
