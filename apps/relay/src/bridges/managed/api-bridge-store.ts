import type { BridgeRecord, BridgeSpec, Wanted } from '#bridge';
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

  constructor(parts: ApiBridgeStoreParts) {
    this.#parts = parts;
  }

  /** As they were when they were last read. */
  get known(): ReadonlyMap<string, ApiBridge> {
    return this.#bridges;
  }

  /** All, by name, paused ones too. Rejects where Redis does not answer. */
  async read(): Promise<ReadonlyMap<string, ApiBridge>> {
    const stored = await this.#parts.table.read();
    if (stored === this.#stored) return this.#bridges;
    const before = this.#bridges;
    const bridges = new Map<string, ApiBridge>();
    for (const one of stored.values()) {
      const known = before.get(one.name);
      bridges.set(one.name, known?.record.revision === one.revision ? known : this.#make(one));
    }
    this.#bridges = bridges;
    this.#stored = stored;
    return bridges;
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
function contentOf({ name, text }: StoredRecord): RecordContent | undefined {
  try {
    const { wanted, by, spec } = JSON.parse(text) as Partial<RecordContent>;
    if (wanted !== 'running' && wanted !== 'paused') return undefined;
    if (typeof by !== 'string' || typeof spec !== 'object' || spec?.name !== name) return undefined;
    return { wanted, by, spec };
  } catch {
    return undefined;
  }
}

const UNREADABLE: SpecProblem = {
  pointer: '',
  detail: 'cannot be read by this version: make it anew, or run the version that wrote it',
};
