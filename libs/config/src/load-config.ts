import { canonicalJson, type BridgeSpec, type PlainJson } from '#bridge';
import { specOf } from './bridges/spec-of.js';
import type { Projects } from './build/bridge.builder.js';
import { buildBuffer } from './build/buffer.builder.js';
import { buildNotices } from './build/notices.builder.js';
import { buildProcess } from './build/process.builder.js';
import { buildProject } from './build/project.builder.js';
import { buildRedis } from './build/redis.builder.js';
import { buildBlock } from './bridges/compile-bridge.js';
import { addCautions } from './checks/cautions.js';
import { checkBridges } from './bridges/check-bridges.js';
import { deepFreeze } from './deep-freeze.js';
import { writtenBridges, type WrittenBridges } from './yaml/edited-bridges.js';
import { isBlock } from '#options';
import type { FileTree } from './yaml/file-tree.js';
import { Findings } from './checks/findings.js';
import { interpolate } from './values/interpolate.js';
import { keyHomes } from './values/key-homes.js';
import { instantiate, type KeyHome } from './instantiate.js';
import type { BridgeOptions } from './options/bridge.options.js';
import { EnvironmentOptions, ENVIRONMENT_VARIABLES } from './options/environment.options.js';
import { FileOptions } from './options/file.options.js';
import { MetastudioOptions } from './options/metastudio.options.js';
import { withoutEmpty } from './yaml/plain-tree.js';
import { pathOf, shown, type Caution, type Problem } from './checks/problem.js';
import { readYaml, type ReadYaml } from './yaml/read-yaml.js';
import {
  DEFAULT_PROJECT,
  type BridgeConfig,
  type ProjectConfig,
  type RelayConfig,
} from './relay-config.js';
import type { SourceTypes } from './bridges/source-options.js';
import type { Environment } from './values/substitute.js';

export interface ConfigInput {
  /** The file's text. */
  readonly text: string;
  readonly environment: Environment;
  readonly sources: SourceTypes;
}

export type ConfigResult =
  | {
      readonly ok: true;
      readonly config: RelayConfig;
      readonly cautions: readonly Caution[];
      /** The spec of each bridge, in order. */
      readonly specs: readonly BridgeSpec[];
      /** By name of each other block of the file, a text that changes whenever the block does. */
      readonly sections: ReadonlyMap<string, string>;
      /** For `editedBridges`, if the file's layout allows it. */
      readonly written: WrittenBridges | undefined;
    }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      readonly cautions: readonly Caution[];
    };

/**
 * Checks the whole configuration, and makes the one that the relay runs with. All problems are
 * returned together, in the order of the file, without values. Never throws, whatever a file or the
 * environment contains.
 */
export function loadConfig({ text, environment, sources }: ConfigInput): ConfigResult {
  const read = readYaml(text);
  const filled = interpolate(read.tree, environment);
  const findings = new Findings(filled.tree);
  findings.add(read.problems);
  findings.add(filled.problems);
  const config = new Loader(filled.tree, sources, findings).load(environment);
  if (config !== undefined && findings.problems.length === 0) {
    addCautions(config, filled.tree, sources, findings);
  }
  const cautions = findings.cautions.map(shown);
  return config === undefined || findings.problems.length > 0
    ? { ok: false, problems: inOrder(findings.problems).map(shown), cautions }
    : { ok: true, config: deepFreeze(config), cautions, ...asWritten(config, text, read, sources) };
}

/** The file as written, before compilation. */
function asWritten({ bridges }: RelayConfig, text: string, read: ReadYaml, sources: SourceTypes) {
  const { tree } = read;
  const { bridges: blocks, ...others } = tree.root as { bridges?: Record<string, unknown>[] };
  const specs = bridges.map(({ name }, index) => {
    return specOf(name, blocks![index]!, `bridges[${index}]`, tree, sources);
  });
  const sections = new Map(
    Object.entries(others as Record<string, PlainJson>)
      .filter(([key, block]) => !key.startsWith('x-') && block !== null)
      .map(([key, block]) => [key, canonicalJson(block)]),
  );
  return { specs, sections, written: writtenBridges(text, read, specs) };
}

class Loader {
  readonly #tree: FileTree;
  readonly #sources: SourceTypes;
  readonly #findings: Findings;
  readonly #homeOf: KeyHome;

  constructor(tree: FileTree, sources: SourceTypes, findings: Findings) {
    this.#homeOf = keyHomes(sources);
    this.#tree = tree;
    this.#sources = sources;
    this.#findings = findings;
  }

  load(environment: Environment): RelayConfig | undefined {
    const variables = this.#variables(environment);
    const processConfig = buildProcess(variables, this.#findings);
    const root = this.#tree.root ?? {};
    if (!isBlock(root)) {
      this.#findings.problem('', 'the file must be a block of keys: metastudio, bridges, …');
      return undefined;
    }
    // A file that could not be parsed has a problem already.
    if (this.#tree.root === undefined && this.#findings.problems.length > 0) return undefined;
    if (Object.keys(root).length === 0) {
      this.#findings.problem('', 'holds nothing yet: copy relay.example.yaml, and change it');
      return undefined;
    }
    const plain = withoutEmpty(root);
    // Short for the block `redis: { embedded: true }`.
    if (plain['redis'] === 'embedded') plain['redis'] = { embedded: true };
    const options = this.#checked(FileOptions, plain, '');
    const projects = this.#projects(options, plain);
    const bridges = this.#bridges(options, plain, projects);
    const findings = this.#findings;
    if (options.trailWords === 'sealed' && processConfig?.stateKey === undefined) {
      findings.problem('trailWords', 'can be sealed only where RELAY_STATE_KEY is set');
    }
    const blocks = ['buffer', 'queue', 'redis', 'notices'];
    if (blocks.some((block) => findings.affects(block))) return undefined;
    const url = { text: variables.REDIS_URL, given: Boolean(environment['REDIS_URL']) };
    const redis = buildRedis(options.redis, options.queue.shards, url, findings);
    return {
      projects: new Map([...projects].filter(isComplete)),
      bridges,
      api: { allowHosts: options.api?.allowHosts ?? [] },
      console: { showEvents: options.console.showEvents ?? processConfig?.loopback ?? false },
      notices: options.notices && buildNotices(options.notices, findings),
      buffer: buildBuffer(options.buffer),
      trail: { keep: options.trail, words: options.trailWords },
      redis,
      process: processConfig,
    };
  }

  #variables(environment: Environment): EnvironmentOptions {
    // Shells and compose files leave a variable out by making it empty.
    const given = ENVIRONMENT_VARIABLES.filter((name) => environment[name]);
    const plain = Object.fromEntries(given.map((name) => [name, environment[name]]));
    const whole = { whole: true, variables: [] };
    const scalars = new Map(given.map((name) => [name, whole]));
    const tree = { root: plain, scalars, lines: new Map<string, number>() };
    const { instance, problems } = instantiate(EnvironmentOptions, plain, {
      tree,
      path: '',
      purpose: 'connect',
    });
    this.#findings.add(problems);
    const isQuoted = (name: string): boolean => /^(["']).*\1$/s.test(environment[name] ?? '');
    const refused = new Set(problems.map(({ path }) => path));
    for (const name of given.filter((one) => isQuoted(one) && !refused.has(one))) {
      this.#findings.caution(name, 'has quotes around it, which are a part of what it holds');
    }
    return instance;
  }

  #projects({ metastudio }: FileOptions, plain: Record<string, unknown>): Projects {
    const projects = new Map<string, ProjectConfig | undefined>();
    if (metastudio !== undefined) {
      const sound = isBlock(plain['metastudio']);
      projects.set(
        DEFAULT_PROJECT,
        sound ? buildProject(DEFAULT_PROJECT, 'metastudio', metastudio, this.#findings) : undefined,
      );
    }
    const named = isBlock(plain['projects']) ? plain['projects'] : {};
    for (const [name, block] of Object.entries(named)) {
      if (block === undefined) continue;
      const path = pathOf('projects', name);
      if (projects.has(name)) this.#findings.problem(path, 'is the name of the metastudio block');
      projects.set(name, this.#project(name, path, block));
    }
    return projects;
  }

  #project(name: string, path: string, block: unknown): ProjectConfig | undefined {
    if (!/^[\w.-]{1,64}$/.test(name)) {
      this.#findings.problem(path, 'has a name that is not 1 to 64 letters, digits, - _ or .');
    } else if (isBlock(block)) {
      return buildProject(
        name,
        path,
        this.#checked(MetastudioOptions, block, path),
        this.#findings,
      );
    } else {
      this.#findings.problem(path, 'must be a block of keys');
    }
    return undefined;
  }

  #bridges(
    { bridges, api }: FileOptions,
    plain: Record<string, unknown>,
    projects: Projects,
  ): BridgeConfig[] {
    const { bridges: blocks = [] } = plain;
    if (Array.isArray(blocks) && blocks.length === 0 && api === undefined)
      this.#findings.problem('bridges', NO_BRIDGES);
    if (!Array.isArray(blocks) || !Array.isArray(bridges)) return [];
    const built = bridges.map((bridge, index) => {
      return this.#bridge(`bridges[${index}]`, bridge, blocks[index], projects);
    });
    checkBridges(bridges, built, this.#findings);
    return built.filter((bridge) => bridge !== undefined);
  }

  #bridge(
    path: string,
    options: BridgeOptions,
    block: unknown,
    projects: Projects,
  ): BridgeConfig | undefined {
    if (!isBlock(block)) return undefined;
    const around = { tree: this.#tree, sources: this.#sources, projects };
    return buildBlock(path, options, block, around, this.#findings);
  }

  #checked<T extends object>(Class: new () => T, plain: Record<string, unknown>, path: string): T {
    const place = { tree: this.#tree, path, purpose: 'connect' as const, homeOf: this.#homeOf };
    const { instance, problems } = instantiate(Class, plain, place);
    this.#findings.add(problems);
    return instance;
  }
}

function isComplete(entry: [string, ProjectConfig | undefined]): entry is [string, ProjectConfig] {
  return entry[1] !== undefined;
}

/** Those of the environment first, then by line. */
function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

const NO_BRIDGES =
  'must have at least one bridge; write "api: {}" where it is to have none, as for a process that only reports';
