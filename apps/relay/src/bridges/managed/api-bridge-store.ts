import { isDeeper, type BridgeRecord, type BridgeSpec, type Wanted } from '#bridge';
import {
  compileBridge,
  pointerOf,
  type BridgeConfig,
  type Environment,
  type RelayConfig,
  type SourceTypes,
} from '#config';
import type { RecordTable, StoredRecord } from '#event-buffer';
import { onlySecretVariables } from './secret-variables.js';
import type { SpecProblem, SpecSeal } from './spec-seal.js';

/** What a record holds, besides what the table knows of it. */
export interface RecordContent {
  readonly wanted: Wanted;
  readonly by: string;
  /** With its secrets sealed. */
  readonly spec: BridgeSpec;
}

/** A bridge that was made through the API, as compiled by this process. */
export interface ApiBridge {
  readonly record: BridgeRecord;
  /** `undefined` where this process cannot run it: {@link problems} say why. */
  readonly config: BridgeConfig | undefined;
  readonly problems: readonly SpecProblem[];
}

export interface ApiBridgeStoreParts {
  readonly table: RecordTable;
  readonly seal: SpecSeal;
  readonly projects: RelayConfig['projects'];
  readonly sources: SourceTypes;
  readonly environment: Environment;
}

/** The bridges that were made through the API, as Redis has them. */
export class ApiBridgeStore {
  readonly #parts: ApiBridgeStoreParts;
  #bridges: ReadonlyMap<string, ApiBridge> = new Map();
  #stored: ReadonlyMap<string, StoredRecord> = new Map();
  /** Compiled once of each record. */
  readonly #made = new WeakMap<StoredRecord, ApiBridge>();

  constructor(parts: ApiBridgeStoreParts) {
    this.#parts = parts;
  }

  /** As they were when they were last read, or written by this process. */
  get known(): ReadonlyMap<string, ApiBridge> {
    const stored = this.#parts.table.known;
    if (stored === this.#stored) return this.#bridges;
    const bridges = new Map<string, ApiBridge>();
    for (const one of stored.values()) bridges.set(one.name, this.#bridgeOf(one));
    this.#bridges = bridges;
    this.#stored = stored;
    return bridges;
  }

  /** All, by name, paused ones too. Rejects where Redis does not answer. */
  async read(): Promise<ReadonlyMap<string, ApiBridge>> {
    await this.#parts.table.read();
    return this.known;
  }

  /** One of them, without a look at the others. Rejects where Redis does not answer. */
  async find(name: string): Promise<ApiBridge | undefined> {
    const stored = (await this.#parts.table.read()).get(name);
    return stored === undefined ? undefined : this.#bridgeOf(stored);
  }

  /** One that this process has just written; somebody else may have changed it since. */
  written(stored: StoredRecord): ApiBridge {
    const known = this.#parts.table.known.get(stored.name);
    return this.#bridgeOf(known?.revision === stored.revision ? known : stored);
  }

  /** Compiles a spec that holds its secrets. */
  compile(plain: BridgeSpec): {
    readonly config: BridgeConfig | undefined;
    readonly problems: readonly SpecProblem[];
  } {
    const { projects, sources, environment } = this.#parts;
    const context = { projects, sources, environment, rule: onlySecretVariables };
    const compiled = compileBridge(plain, context);
    if (compiled.ok) return { config: compiled.bridge, problems: [] };
    const problems = compiled.problems.map(({ path, message }) => {
      return { pointer: pointerOf(path), detail: message };
    });
    return { config: undefined, problems };
  }

  #bridgeOf(stored: StoredRecord): ApiBridge {
    const known = this.#made.get(stored);
    if (known !== undefined) return known;
    const bridge = this.#make(stored);
    this.#made.set(stored, bridge);
    return bridge;
  }

  #make(stored: StoredRecord): ApiBridge {
    const { name, revision, changedAt } = stored;
    const content = contentOf(stored);
    const { wanted = 'paused', by = '', spec = { name } } = content ?? {};
    const about = { name, revision, changedAt, changedBy: by, origin: 'api' } as const;
    const record: BridgeRecord = { ...about, wanted, spec };
    if (content === undefined) return { record, config: undefined, problems: [UNREADABLE] };
    const { plain, problems } = this.#parts.seal.open(spec);
    if (problems.length > 0) return { record, config: undefined, problems };
    return { record, ...this.compile(plain) };
  }
}

/** `undefined` where it is none of ours, or one of a later version. */
export function contentOf({ name, text }: StoredRecord): RecordContent | undefined {
  try {
    const { wanted, by, spec } = JSON.parse(text) as Partial<RecordContent>;
    if (wanted !== 'running' && wanted !== 'paused') return undefined;
    if (typeof by !== 'string' || typeof spec !== 'object' || spec?.name !== name) return undefined;
    if (isDeeper(spec, DEPTH_MAX)) return undefined;
    return { wanted, by, spec };
  } catch {
    return undefined;
  }
}

/** Deeper than any spec is taken, also where its secrets are sealed. */
const DEPTH_MAX = 64;

const UNREADABLE: SpecProblem = {
  pointer: '',
  detail: 'cannot be read by this version: make it anew, or run the version that wrote it',
};
