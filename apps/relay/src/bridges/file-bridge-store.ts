import { basename } from 'node:path';
import { fileRecords, type BridgeRecords, type BridgeSpec } from '#bridge';
import {
  compileBridge,
  formatProblem,
  loadConfig,
  readConfigFile,
  type BridgeConfig,
  type ConfigResult,
  type Environment,
  type Problem,
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

/**
 * The bridges of the configuration's file, which change only by editing it. Other blocks stay for
 * this process as they were when it started.
 */
export class FileBridgeStore implements BridgeStore {
  readonly #parts: FileBridgeStoreParts;
  #text: string;
  #reading: BridgeReading;
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
    const loaded = loadConfig({ text, environment, sources });
    this.#reading = loaded.ok
      ? this.#readingOf(loaded)
      : { ok: false, problems: loaded.problems.map((problem) => formatProblem(problem, file)) };
    this.#text = text;
    return this.#reading;
  }

  watch(changed: () => void): () => void {
    const watch = new FileWatch(this.#parts.file, changed);
    return () => watch.stop();
  }

  #readingOf({ config, specs, sections }: LoadedConfig): BridgeReading {
    const { loaded, file } = this.#parts;
    const before = loaded.sections;
    const names = new Set([...before.keys(), ...sections.keys()]);
    const needsRestart = [...names].filter((name) => before.get(name) !== sections.get(name));
    const hasOtherProjects = needsRestart.some((name) => PROJECTS.has(name));
    const { configs, problems } = hasOtherProjects
      ? this.#compileHere(specs)
      : { configs: config.bridges, problems: [] };
    if (problems.length > 0) return { ok: false, problems };
    const records = fileRecords(specs, this.#records, { at: Date.now(), file: basename(file) });
    this.#records = records;
    const bridges = new Map(
      configs.map((bridge) => {
        return [bridge.name, { record: records.get(bridge.name)!, config: bridge }] as const;
      }),
    );
    return { ok: true, bridges, needsRestart };
  }

  /**
   * Compiles with the projects as they were at the start: their connections and credentials do not
   * change.
   */
  #compileHere(specs: readonly BridgeSpec[]) {
    const { file, loaded, sources, environment } = this.#parts;
    const { projects } = loaded.config;
    const configs: BridgeConfig[] = [];
    const problems: string[] = [];
    for (const spec of specs) {
      const compiled = compileBridge(spec, { projects, sources, environment });
      if (compiled.ok) configs.push(compiled.bridge);
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
