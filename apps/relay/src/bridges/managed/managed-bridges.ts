import { setImmediate } from 'node:timers/promises';
import type { BridgeRecord, BridgeSpec, PlainJson, Wanted } from '#bridge';
import type { BridgeConfig, SourceTypes } from '#config';
import type { RecordTable } from '#event-buffer';
import type { StoredBridge } from '../bridge-store.js';
import type { AddressCheck, AskedHosts } from './address-check.js';
import type { ApiBridge, ApiBridgeStore, RecordContent } from './api-bridge-store.js';
import { done, invalid, refused, type BridgeView, type Expected, type Managed } from './managed.js';
import { judgedTogether, Neighbours } from './neighbours.js';
import { OneByOne } from './one-by-one.js';
import type { SpecProblem, SpecSeal } from './spec-seal.js';
import { IN_FILE, NAME_STAYS, PROVISIONED } from './refusals.js';
import { refusedChange } from './refused-change.js';
import { placeOf, SpecCheck, type SoundSpec } from './spec-check.js';
import { isPlainBlock } from './spec-paths.js';

/** How many bridges can be made through the API. */
export const BRIDGES_MAX = 10_000;
/** How many specs are checked before others have their turn in this process. */
const CHECKED_AT_ONCE = 25;

export interface ManagedBridgesParts {
  readonly table: RecordTable;
  readonly api: ApiBridgeStore;
  readonly seal: SpecSeal;
  readonly sources: SourceTypes;
  readonly addresses: AddressCheck;
  /** The bridges of the file. */
  readonly ofFile: () => ReadonlyMap<string, StoredBridge>;
  /** Tells this process of its own change, without waiting for the message from Redis. */
  readonly changed: () => void;
}

/**
 * Makes, changes and removes bridges while the relay runs. Every method returns what became of it,
 * and rejects only where Redis does not answer. A change takes effect in every process within a
 * second. The caller has checked who asks, and whether that is allowed.
 */
export class ManagedBridges {
  readonly #parts: ManagedBridgesParts;
  readonly #specs: SpecCheck;
  readonly #places = new OneByOne();

  constructor(parts: ManagedBridgesParts) {
    this.#parts = parts;
    this.#specs = new SpecCheck(parts);
  }

  /** All bridges, the file's too, by name. */
  async list(): Promise<readonly BridgeView[]> {
    const ofFile = this.#parts.ofFile();
    const ofApi = await this.#parts.api.read();
    const views = [...ofFile.values()].map(({ record }) => this.#view(record, false));
    for (const bridge of ofApi.values()) {
      views.push(this.#view(bridge.record, ofFile.has(bridge.record.name), bridge.problems));
    }
    return views.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** The names of all bridges, the file's too, sorted. */
  async names(): Promise<string[]> {
    const ofApi = await this.#parts.api.read();
    return [...new Set([...this.#parts.ofFile().keys(), ...ofApi.keys()])].sort();
  }

  /** The bridges of these names that still exist, as they were last read. */
  views(names: readonly string[]): BridgeView[] {
    const ofFile = this.#parts.ofFile();
    return names.flatMap((name) => {
      const bridge = this.#parts.api.known.get(name);
      if (bridge !== undefined) {
        return this.#view(bridge.record, ofFile.has(name), bridge.problems);
      }
      const record = ofFile.get(name)?.record;
      return record === undefined ? [] : this.#view(record, false);
    });
  }

  /** All that are known without asking Redis; where both have one of a name, the file's. */
  *known(): Generator<Pick<ApiBridge, 'record' | 'config' | 'problems'>> {
    const ofFile = this.#parts.ofFile();
    for (const { record, config } of ofFile.values()) yield { record, config, problems: [] };
    for (const [name, bridge] of this.#parts.api.known) if (!ofFile.has(name)) yield bridge;
  }

  /** Where both have one of the name, the file's. */
  async get(name: string): Promise<Managed<BridgeView>> {
    const ofFile = this.#parts.ofFile().get(name);
    if (ofFile !== undefined) return done(this.#view(ofFile.record, false, [], ofFile.config));
    const bridge = (await this.#parts.api.read()).get(name);
    if (bridge === undefined) return refused({ kind: 'not-found' });
    return done(this.#view(bridge.record, false, bridge.problems, bridge.config));
  }

  /** @param by the name of the one who does it, as the record and the trail tell it. */
  async create(
    spec: unknown,
    by: string,
    wanted: Wanted = 'running',
  ): Promise<Managed<BridgeView>> {
    const checked = await this.#check(spec, undefined);
    if (!checked.ok) return checked;
    const { stored } = checked.value;
    if (this.#parts.ofFile().has(stored.name)) return refused(PROVISIONED);
    return this.#write({ wanted, by, spec: stored }, 0, placeOf(checked.value));
  }

  /**
   * Replaces the whole spec. `{ "sealed": true }` stands for the secret that is at its place, as
   * long as the source leads nowhere else than before.
   */
  async change(
    name: string,
    spec: unknown,
    expected: Expected,
    by: string,
  ): Promise<Managed<BridgeView>> {
    const found = await this.#own(name, expected);
    if (!found.ok) return found;
    const before = found.value;
    const named = isPlainBlock(spec as PlainJson) ? { name, ...(spec as object) } : spec;
    const checked = await this.#check(named, before);
    if (!checked.ok) return checked;
    const { stored } = checked.value;
    if (stored.name !== name) return invalid({ pointer: '/name', detail: NAME_STAYS });
    const content = { wanted: before.record.wanted, by, spec: stored };
    return this.#write(content, expected, placeOf(checked.value));
  }

  /**
   * Has a bridge run, or pause. A paused one keeps its record and nothing else: its source closes,
   * and what that gave is appended.
   */
  async want(
    wanted: Wanted,
    name: string,
    expected: Expected,
    by: string,
  ): Promise<Managed<BridgeView>> {
    const found = await this.#own(name, expected);
    if (!found.ok) return found;
    const { record, config } = found.value;
    if (record.wanted === wanted) return done(this.#view(record, false, found.value.problems));
    // Another bridge may have taken its place meanwhile.
    const place = wanted === 'running' ? config : undefined;
    // The revision that was read: a change meanwhile must not be overwritten.
    return this.#write({ wanted, by, spec: record.spec }, record.revision, place);
  }

  /** @returns what it was. */
  async remove(name: string, expected: Expected): Promise<Managed<BridgeView>> {
    const found = await this.#own(name, expected);
    if (!found.ok) return found;
    const change = await this.#parts.table.remove(name, revisionOf(expected));
    if (change.kind !== 'written') return refusedChange(change, expected, BRIDGES_MAX);
    this.#parts.changed();
    return done(this.#view(found.value.record, false));
  }

  /**
   * Checks a spec as if it were saved; nothing is kept.
   *
   * @param name of the bridge whose secrets `{ "sealed": true }` stands for.
   */
  async check(spec: unknown, name?: string): Promise<Managed<BridgeConfig>> {
    const before = name === undefined ? undefined : (await this.#parts.api.read()).get(name);
    const checked = await this.#check(spec, before);
    return checked.ok ? done(checked.value.config) : checked;
  }

  /**
   * Checks specs that are to be saved together: each beside those before it, and beside no bridge
   * as it was that is changed with it. Nothing is kept.
   *
   * @returns what became of each, in their order.
   */
  async checkAll(specs: readonly BridgeSpec[]): Promise<readonly Managed<SoundSpec>[]> {
    const { api, ofFile } = this.#parts;
    const known = await api.read();
    const asked: AskedHosts = new Map();
    const checkAlone = async (spec: BridgeSpec): Promise<Managed<SoundSpec>> => {
      const before = known.get(spec.name);
      if (before === undefined && ofFile().has(spec.name)) return invalid(IN_FILE);
      return this.#specs.check(spec, before, asked);
    };
    const sound: Managed<SoundSpec>[] = [];
    for (let from = 0; from < specs.length; from += CHECKED_AT_ONCE) {
      const part = specs.slice(from, from + CHECKED_AT_ONCE);
      sound.push(...(await Promise.all(part.map(checkAlone))));
      await setImmediate();
    }
    // Others may have come meanwhile.
    await api.read();
    return judgedTogether(sound, this.#beside(new Set(specs.map(({ name }) => name))));
  }

  /**
   * Saves some dozens of specs that were checked, in their order, until one is refused: those after
   * it are left as they are.
   *
   * @returns what became of each that was tried.
   */
  async saveAll(specs: readonly SoundSpec[], by: string): Promise<readonly Managed<void>[]> {
    const writes = specs.map(({ stored, before }) => {
      const wanted = before?.record.wanted ?? 'running';
      const expected = before?.record.revision ?? 0;
      return {
        name: stored.name,
        text: JSON.stringify({ wanted, by, spec: stored } satisfies RecordContent),
        expected,
      };
    });
    const changes = await this.#parts.table.writeAll(writes);
    this.#parts.changed();
    return changes.map((change, at) => {
      if (change.kind === 'written') return done(undefined);
      return refusedChange(change, writes[at]!.expected, BRIDGES_MAX);
    });
  }

  /** Finds a bridge that the API may change, at the revision that the caller expects. */
  async #own(name: string, expected: Expected): Promise<Managed<ApiBridge>> {
    const bridge = (await this.#parts.api.read()).get(name);
    if (bridge === undefined) {
      return refused(this.#parts.ofFile().has(name) ? PROVISIONED : { kind: 'not-found' });
    }
    const { revision } = bridge.record;
    if (expected === '*' || expected === revision) return done(bridge);
    return refused({ kind: 'changed-meanwhile', revision });
  }

  async #check(given: unknown, before: ApiBridge | undefined): Promise<Managed<SoundSpec>> {
    const sound = await this.#specs.check(given, before);
    if (!sound.ok) return sound;
    const problems = this.#beside(new Set([sound.value.config.name])).problemsOf(sound.value);
    return problems.length > 0 ? invalid(...problems) : sound;
  }

  /** All bridges, as they were last read, but some. */
  #beside(without: ReadonlySet<string>): Neighbours {
    const { api, ofFile, sources } = this.#parts;
    const neighbours = new Neighbours(sources);
    for (const { config } of ofFile().values()) {
      if (!without.has(config.name)) neighbours.add(config, true);
    }
    for (const [name, { config, record }] of api.known) {
      if (config === undefined || without.has(name)) continue;
      neighbours.add(config, record.wanted !== 'paused');
    }
    return neighbours;
  }

  /** @param place takes a place at its platform: of several at the same time each counts those before it. */
  async #write(
    content: RecordContent,
    expected: Expected,
    place: BridgeConfig | undefined,
  ): Promise<Managed<BridgeView>> {
    if (place === undefined) return this.#writeNow(content, expected);
    return this.#places.run(async () => {
      await this.#parts.api.read();
      const over = this.#beside(new Set([place.name])).budgetsOf(place).refused;
      return over.length > 0 ? invalid(...over) : this.#writeNow(content, expected);
    });
  }

  async #writeNow(content: RecordContent, expected: Expected): Promise<Managed<BridgeView>> {
    const { table, api, changed } = this.#parts;
    const { name } = content.spec;
    const change = await table.write(name, JSON.stringify(content), revisionOf(expected));
    if (change.kind !== 'written') return refusedChange(change, expected, BRIDGES_MAX);
    changed();
    const bridge = (await api.read()).get(name);
    // It was removed again meanwhile, but it had been written.
    const { revision, changedAt } = change;
    const about = { name, revision, changedAt, changedBy: content.by, origin: 'api' } as const;
    const record = bridge?.record ?? { ...about, wanted: content.wanted, spec: content.spec };
    return done(this.#view(record, false, bridge?.problems, bridge?.config));
  }

  #view(
    record: BridgeRecord,
    shadowed: boolean,
    problems: readonly SpecProblem[] = [],
    config?: BridgeConfig,
  ): BridgeView {
    const { name, revision, origin, wanted, changedAt, changedBy } = record;
    const spec = this.#parts.seal.show(record.spec);
    const view = { name, revision, origin, wanted, spec, changedAt, changedBy, shadowed, problems };
    if (config === undefined || wanted === 'paused') return view;
    const { refused: over, cautions } = this.#beside(new Set([name])).budgetsOf(config);
    return { ...view, cautions: [...over, ...cautions] };
  }
}

function revisionOf(expected: Expected): number | undefined {
  return expected === '*' ? undefined : expected;
}
