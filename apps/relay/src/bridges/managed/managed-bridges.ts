import {
  boundsProblem,
  isSameSource,
  type BridgeRecord,
  type BridgeSpec,
  type PlainJson,
  type Wanted,
} from '#bridge';
import type { BridgeConfig, SourceTypes } from '#config';
import type { RecordTable } from '#event-buffer';
import type { StoredBridge } from '../bridge-store.js';
import type { ApiBridge, ApiBridgeStore, RecordContent } from './api-bridge-store.js';
import type { AddressCheck } from './address-check.js';
import { agreementProblems, budgetProblems } from './agreement.js';
import {
  done,
  invalid,
  refused,
  together,
  type BridgeView,
  type CheckedSpec,
  type Expected,
  type Managed,
  type Place,
  type SavedWith,
} from './managed.js';
import type { SpecProblem, SpecSeal } from './sealed-spec.js';
import { OneByOne } from './one-by-one.js';
import { LEADS_ELSEWHERE, NAME_STAYS, NO_BLOCK, PROVISIONED } from './refusals.js';
import { refusedChange } from './refused-change.js';
import { leadsNowhereElse } from './source-addresses.js';
import { isPlainBlock } from './spec-paths.js';

/** How many bridges can be made through the API. */
export const BRIDGES_MAX = 10_000;

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
  readonly #places = new OneByOne();

  constructor(parts: ManagedBridgesParts) {
    this.#parts = parts;
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
    savedWith: SavedWith = ALONE,
  ): Promise<Managed<BridgeView>> {
    const checked = await this.#check(spec, undefined, savedWith);
    if (!checked.ok) return checked;
    const { stored } = checked.value.taken;
    if (this.#parts.ofFile().has(stored.name)) return refused(PROVISIONED);
    return this.#write({ wanted, by, spec: stored }, 0, checked.value.place);
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
    savedWith: SavedWith = ALONE,
  ): Promise<Managed<BridgeView>> {
    const found = await this.#own(name, expected);
    if (!found.ok) return found;
    const before = found.value;
    const named = isPlainBlock(spec as PlainJson) ? { name, ...(spec as object) } : spec;
    const checked = await this.#check(named, before, savedWith);
    if (!checked.ok) return checked;
    const { stored } = checked.value.taken;
    if (stored.name !== name) return invalid({ pointer: '/name', detail: NAME_STAYS });
    const content = { wanted: before.record.wanted, by, spec: stored };
    return this.#write(content, expected, checked.value.place);
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
    const takes = wanted === 'running' && config !== undefined;
    const place = takes ? { config, savedWith: ALONE } : undefined;
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
  async check(
    spec: unknown,
    name?: string,
    savedWith: SavedWith = ALONE,
  ): Promise<Managed<BridgeConfig>> {
    const before = name === undefined ? undefined : (await this.#parts.api.read()).get(name);
    const checked = await this.#check(spec, before, savedWith);
    return checked.ok ? done(checked.value.config) : checked;
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

  async #check(
    given: unknown,
    before: ApiBridge | undefined,
    savedWith: SavedWith,
  ): Promise<Managed<CheckedSpec>> {
    const bounds = boundsProblem(given);
    if (bounds !== undefined) return invalid({ pointer: '', detail: bounds });
    if (!isPlainBlock(given as PlainJson)) return invalid(NO_BLOCK);
    const { api, seal, addresses } = this.#parts;
    const { name, ...rest } = given as Readonly<Record<string, PlainJson>>;
    const spec = { ...rest, name } as BridgeSpec;
    const taken = seal.take(spec, before?.record.spec);
    const compiled = api.compile(taken.plain);
    const problems = together(taken.problems, compiled.problems);
    const { config } = compiled;
    if (config === undefined || problems.length > 0) return invalid(...problems);
    if (taken.kept.length > 0 && !this.#leadsNowhereElse(config, before)) {
      return invalid(...taken.kept.map((pointer) => ({ pointer, detail: LEADS_ELSEWHERE })));
    }
    const others = [...this.#all(savedWith)].filter((one) => one.name !== config.name);
    const hasOtherSource = before === undefined || !isSameSource(before.record.spec, taken.stored);
    const more = [
      ...agreementProblems(config, others),
      ...(hasOtherSource ? this.#budgetsOf(config, savedWith).refused : []),
      ...(await addresses.problemsOf(config)),
    ];
    if (more.length > 0) return invalid(...more);
    return done({ taken, config, place: hasOtherSource ? { config, savedWith } : undefined });
  }

  #leadsNowhereElse(config: BridgeConfig, before: ApiBridge | undefined): boolean {
    return before?.config !== undefined && leadsNowhereElse(config, before.config);
  }

  /** A paused bridge has no connection that counts against a limit. */
  #budgetsOf(config: BridgeConfig, savedWith: SavedWith = ALONE) {
    const { api, sources } = this.#parts;
    const running = [...this.#all(savedWith)].filter(({ name }) => {
      return name !== config.name && api.known.get(name)?.record.wanted !== 'paused';
    });
    return budgetProblems(config, running, sources);
  }

  *#all(savedWith: SavedWith): Generator<BridgeConfig> {
    for (const { config } of this.#parts.ofFile().values()) yield config;
    for (const [name, { config }] of this.#parts.api.known) {
      if (config !== undefined && !savedWith.has(name)) yield config;
    }
    for (const config of savedWith.values()) if (config !== undefined) yield config;
  }

  /** @param place to be taken: of several at the same time each counts those before it. */
  async #write(
    content: RecordContent,
    expected: Expected,
    place: Place | undefined,
  ): Promise<Managed<BridgeView>> {
    if (place === undefined) return this.#writeNow(content, expected);
    return this.#places.run(async () => {
      await this.#parts.api.read();
      const over = this.#budgetsOf(place.config, place.savedWith).refused;
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
    const { refused: over, cautions } = this.#budgetsOf(config);
    return { ...view, cautions: [...over, ...cautions] };
  }
}

function revisionOf(expected: Expected): number | undefined {
  return expected === '*' ? undefined : expected;
}

const ALONE: SavedWith = new Map();
