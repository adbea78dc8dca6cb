import { setImmediate } from 'node:timers/promises';
import type { BridgeRecord, BridgeSpec, PlainJson, Wanted } from '#bridge';
import type { BridgeConfig } from '#config';
import type { AddressCheck, AskedHosts } from './address-check.js';
import type { ApiBridge } from './api-bridge-store.js';
import { BRIDGES_MAX, BridgeWrites, type BridgeWritesParts } from './bridge-writes.js';
import { done, invalid, refused, type BridgeView, type Expected, type Managed } from './managed.js';
import { judgedTogether, type Neighbours } from './neighbours.js';
import type { SpecProblem, SpecSeal } from './spec-seal.js';
import { IN_FILE, NAME_STAYS, PROVISIONED } from './refusals.js';
import { refusedChange } from './refused-change.js';
import { SpecCheck, type SoundSpec } from './spec-check.js';
import { isPlainBlock } from './spec-paths.js';

/** How many specs are checked before others have their turn in this process. */
const CHECKED_AT_ONCE = 25;

export interface ManagedBridgesParts extends BridgeWritesParts {
  readonly seal: SpecSeal;
  readonly addresses: AddressCheck;
}

/**
 * Makes, changes and removes bridges while the relay runs. Every method returns what became of it,
 * and rejects only where Redis does not answer. A change takes effect in every process within a
 * second. The caller has checked who asks, and whether that is allowed.
 */
export class ManagedBridges {
  readonly #parts: ManagedBridgesParts;
  readonly #specs: SpecCheck;
  readonly #writes: BridgeWrites;

  constructor(parts: ManagedBridgesParts) {
    this.#parts = parts;
    this.#specs = new SpecCheck(parts);
    this.#writes = new BridgeWrites(parts);
  }

  /** All bridges, the file's too, by name. */
  async list(): Promise<readonly BridgeView[]> {
    const ofFile = this.#parts.ofFile();
    const ofApi = await this.#parts.api.read();
    const views = [...ofFile.values()].map(({ record }) => this.#view(record));
    for (const { record, problems } of ofApi.values()) views.push(this.#view(record, problems));
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
      if (bridge !== undefined) return this.#view(bridge.record, bridge.problems);
      const record = ofFile.get(name)?.record;
      return record === undefined ? [] : this.#view(record);
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
    if (ofFile !== undefined) return done(this.#view(ofFile.record, [], ofFile.config));
    const bridge = await this.#parts.api.find(name);
    return bridge === undefined ? refused({ kind: 'not-found' }) : done(this.#viewOf(bridge));
  }

  /** @param by the name of the one who does it, as the record and the trail tell it. */
  async create(
    spec: unknown,
    by: string,
    wanted: Wanted = 'running',
  ): Promise<Managed<BridgeView>> {
    const checked = await this.#specs.check(spec, undefined);
    if (!checked.ok) return checked;
    const { stored } = checked.value;
    if (this.#parts.ofFile().has(stored.name)) return refused(PROVISIONED);
    return this.#save(checked.value, wanted, by);
  }

  /**
   * Replaces the whole spec. `{ "sealed": true }` stands for the secret that is at its place, as
   * long as the source leads nowhere else than before.
   *
   * @param edit makes the spec of the one that there is, as it is shown.
   */
  async change(
    name: string,
    edit: (shown: BridgeSpec) => unknown,
    expected: Expected,
    by: string,
  ): Promise<Managed<BridgeView>> {
    return this.#withOwn(name, expected, async (before) => {
      const { wanted, spec } = before.record;
      const edited = edit(this.#parts.seal.show(spec));
      const named = isPlainBlock(edited as PlainJson) ? { name, ...(edited as object) } : edited;
      const checked = await this.#specs.check(named, before);
      if (!checked.ok) return checked;
      const isRenamed = checked.value.stored.name !== name;
      if (isRenamed) return invalid({ pointer: '/name', detail: NAME_STAYS });
      return this.#save(checked.value, wanted, by);
    });
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
    return this.#withOwn(name, expected, async ({ record, config, problems }) => {
      if (record.wanted === wanted) return done(this.#view(record, problems));
      const write = { wanted, by, spec: record.spec, expected: record.revision };
      const takesPlace =
        wanted === 'running' && config !== undefined && this.#writes.isLimited(config);
      // Another bridge may have taken its place meanwhile.
      const written = takesPlace
        ? await this.#writes.writeJudged(write, config, (beside) => {
            return beside.budgetsOf(config).refused;
          })
        : await this.#writes.write(write);
      return written.ok ? done(this.#viewOf(written.value)) : written;
    });
  }

  /** Also one that does not run, since the file has one of its name. @returns what it was. */
  async remove(name: string, expected: Expected): Promise<Managed<BridgeView>> {
    const found = await this.#own(name, expected);
    if (!found.ok) return found;
    const revision = expected === '*' ? undefined : expected;
    const change = await this.#parts.table.remove(name, revision);
    if (change.kind !== 'written') return refusedChange(change, expected, BRIDGES_MAX);
    this.#parts.changed();
    return done(this.#view(found.value.record));
  }

  /**
   * Checks a spec as if it were saved; nothing is kept.
   *
   * @param name of the bridge whose secrets `{ "sealed": true }` stands for.
   */
  async check(spec: unknown, name?: string): Promise<Managed<BridgeConfig>> {
    const before = name === undefined ? undefined : await this.#parts.api.find(name);
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
      if (ofFile().has(spec.name)) return invalid(IN_FILE);
      return this.#specs.check(spec, known.get(spec.name), asked);
    };
    const sound: Managed<SoundSpec>[] = [];
    for (let from = 0; from < specs.length; from += CHECKED_AT_ONCE) {
      const part = specs.slice(from, from + CHECKED_AT_ONCE);
      sound.push(...(await Promise.all(part.map(checkAlone))));
      await setImmediate();
    }
    // Others may have come meanwhile.
    await api.read();
    return judgedTogether(sound, this.#writes.beside(new Set(specs.map(({ name }) => name))));
  }

  /**
   * Saves the first dozens of specs that were checked together, in their order, until one is
   * refused: those after it are left as they are.
   *
   * @param left all that are not saved yet.
   * @returns what became of each that was tried.
   */
  async saveNext(left: readonly SoundSpec[], by: string): Promise<readonly Managed<void>[]> {
    return this.#writes.saveNext(left, by);
  }

  /**
   * Does something with a bridge that the API may change: again, where any version is meant and
   * somebody else was first.
   */
  async #withOwn(
    name: string,
    expected: Expected,
    act: (bridge: ApiBridge) => Promise<Managed<BridgeView>>,
  ): Promise<Managed<BridgeView>> {
    for (;;) {
      if (this.#parts.ofFile().has(name)) return refused(PROVISIONED);
      const found = await this.#own(name, expected);
      if (!found.ok) return found;
      const managed = await act(found.value);
      const isOther = !managed.ok && managed.problem.kind === 'changed-meanwhile';
      if (!isOther || expected !== '*') return managed;
    }
  }

  /** Finds a bridge that the API made, at the revision that the caller expects. */
  async #own(name: string, expected: Expected): Promise<Managed<ApiBridge>> {
    const bridge = await this.#parts.api.find(name);
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
    const problems = this.#writes.besideOne(sound.value.config).problemsOf(sound.value);
    return problems.length > 0 ? invalid(...problems) : sound;
  }

  async #save(sound: SoundSpec, wanted: Wanted, by: string): Promise<Managed<BridgeView>> {
    const { stored: spec, before, config } = sound;
    const write = { wanted, by, spec, expected: before?.record.revision ?? 0 };
    const judge = (beside: Neighbours) => beside.problemsOf(sound);
    const written = await this.#writes.writeJudged(write, config, judge);
    return written.ok ? done(this.#viewOf(written.value)) : written;
  }

  #viewOf({ record, problems, config }: ApiBridge): BridgeView {
    return this.#view(record, problems, config);
  }

  #view(
    record: BridgeRecord,
    problems: readonly SpecProblem[] = [],
    config?: BridgeConfig,
  ): BridgeView {
    const { name, revision, origin, wanted, changedAt, changedBy } = record;
    const spec = this.#parts.seal.show(record.spec);
    const shadowed = origin === 'api' && this.#parts.ofFile().has(name);
    const view = { name, revision, origin, wanted, spec, changedAt, changedBy, shadowed, problems };
    if (config === undefined || wanted === 'paused') return view;
    if (!this.#writes.isLimited(config)) return { ...view, cautions: [] };
    const { refused: over, cautions } = this.#writes.besideOne(config).budgetsOf(config);
    return { ...view, cautions: [...over, ...cautions] };
  }
}
