import { basename } from 'node:path';
import { fileRecords, type BridgeRecords, type BridgeSpec } from '#bridge';
import {
  bridgesAgree,
  compileBridge,
  editedBridges,
  formatProblem,
  loadConfig,
  readConfigFile,
  type BridgeConfig,
  type ConfigResult,
  type Environment,
  type Problem,
  type WrittenBridges,
} from '#config';
import type { SourceCatalogue } from '#platforms';
import type { BridgeReading, BridgeStore } from './bridge-store.js';
import { FileWatch } from './file-watch.js';

export type LoadedConfig = Extract<ConfigResult, { readonly ok: true }>;

export interface FileBridgeStoreParts {
  readonly file: string;
  /** The file as the process started with it. */
  readonly text: string;
  readonly loaded: LoadedConfig;
  readonly environment: Environment;
  readonly sources: SourceCatalogue;
}

type Configs = ReadonlyMap<BridgeSpec, BridgeConfig>;

/** What was made of the file when it was last without fault. */
interface Made {
  readonly written: WrittenBridges | undefined;
  readonly configs: Configs;
  readonly needsRestart: readonly string[];
}

/**
 * The bridges of the configuration's file, which change only by editing it. Other blocks stay for
 * this process as they were when it started.
 */
export class FileBridgeStore implements BridgeStore {
  readonly #parts: FileBridgeStoreParts;
  #text: string;
  #reading: BridgeReading;
  #made: Made | undefined;
  #records: BridgeRecords = new Map();

  constructor(parts: FileBridgeStoreParts) {
    this.#parts = parts;
    this.#text = parts.text;
    this.#reading = this.#readingOf(parts.loaded);
  }

  async read(): Promise<BridgeReading> {
    const { file, environment, sources } = this.#parts;
    const read = readConfigFile(file);
    if (!read.ok) return { ok: false, problems: [`${file} ${read.message}`] };
    const { text } = read;
    if (text === this.#text) return this.#reading;
    await sources.load();
    this.#reading = this.#edited(text) ?? this.#whole(loadConfig({ text, environment, sources }));
    this.#text = text;
    return this.#reading;
  }

  watch(changed: () => void): () => void {
    const watch = new FileWatch(this.#parts.file, changed);
    return () => watch.stop();
  }

  #whole(loaded: ConfigResult): BridgeReading {
    if (loaded.ok) return this.#readingOf(loaded);
    const problems = loaded.problems.map((problem) => formatProblem(problem, this.#parts.file));
    return { ok: false, problems };
  }

  /**
   * What an edit of bridges alone makes of the file: a whole one of thousands would hold up the
   * process for seconds. `undefined` where it is more than that, or has a fault, which is told from
   * the whole.
   */
  #edited(text: string): BridgeReading | undefined {
    const before = this.#made;
    const written = before?.written && editedBridges(text, before.written, this.#parts.sources);
    if (before === undefined || written === undefined) return undefined;
    const { configs, problems } = this.#compileHere(written.specs, before.configs);
    if (problems.length > 0 || !bridgesAgree([...configs.values()])) return undefined;
    return this.#make({ written, configs, needsRestart: before.needsRestart });
  }

  #readingOf({ config, specs, sections, written }: LoadedConfig): BridgeReading {
    const before = this.#parts.loaded.sections;
    const names = new Set([...before.keys(), ...sections.keys()]);
    const needsRestart = [...names].filter((name) => before.get(name) !== sections.get(name));
    const hasOtherProjects = needsRestart.some((name) => PROJECTS.has(name));
    const { configs, problems } = hasOtherProjects
      ? this.#compileHere(specs)
      : { configs: new Map(specs.map((spec, at) => [spec, config.bridges[at]!])), problems: [] };
    if (problems.length > 0) return { ok: false, problems };
    return this.#make({ written, configs, needsRestart });
  }

  #make(made: Made): BridgeReading {
    const { configs, needsRestart } = made;
    const specs = [...configs.keys()];
    const read = { at: Date.now(), file: basename(this.#parts.file) };
    const records = fileRecords(specs, this.#records, read);
    this.#records = records;
    this.#made = made;
    const bridges = new Map(
      Array.from(configs.values(), (config) => {
        return [config.name, { record: records.get(config.name)!, config }] as const;
      }),
    );
    return { ok: true, bridges, needsRestart };
  }

  /**
   * Compiles with the projects as they were at the start: their connections and credentials do not
   * change.
   *
   * @param known what was compiled so before.
   */
  #compileHere(specs: readonly BridgeSpec[], known: Configs = new Map()) {
    const { file, loaded, sources, environment } = this.#parts;
    const { projects } = loaded.config;
    const configs = new Map<BridgeSpec, BridgeConfig>();
    const problems: string[] = [];
    for (const spec of specs) {
      const kept = known.get(spec);
      if (kept !== undefined) {
        configs.set(spec, kept);
        continue;
      }
      const compiled = compileBridge(spec, { projects, sources, environment });
      if (compiled.ok) configs.set(spec, compiled.bridge);
      else problems.push(...compiled.problems.map((one) => problemHere(file, spec.name, one)));
    }
    return { configs, problems };
  }
}

const PROJECTS: ReadonlySet<string> = new Set(['metastudio', 'projects']);

function problemHere(file: string, bridge: string, { path, message }: Problem): string {
  const why = 'projects are as they were when the relay started; start it again';
  return `${file} bridge ${bridge}, ${path}: ${message} (${why})`;
}
