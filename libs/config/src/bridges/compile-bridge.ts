import type { BridgeSpec } from '#bridge';
import { treeOfSpec } from './spec-of.js';
import type { BridgeSource } from './bridge-source.js';
import { buildBridge, type Projects } from '../build/bridge.builder.js';
import { deepFreeze } from '../deep-freeze.js';
import { isBlock } from '#options';
import type { FileTree } from '../yaml/file-tree.js';
import { Findings } from '../checks/findings.js';
import { instantiate } from '../instantiate.js';
import { interpolate, type VariableRule } from '../values/interpolate.js';
import { BridgeOptions } from '../options/bridge.options.js';
import { blockWithoutEmpty } from '../yaml/plain-tree.js';
import { pathOf, shown, type Caution, type Problem } from '../checks/problem.js';
import type { BridgeConfig } from '../relay-config.js';
import { buildSource, type SourceTypes } from './source-options.js';
import type { Environment } from '../values/substitute.js';

/** The surroundings of a compilation. They may differ between processes; the spec does not. */
export interface CompileContext {
  readonly projects: Projects;
  readonly sources: SourceTypes;
  readonly environment: Environment;
  /** Which variables may be named, and where. @defaultValue any, anywhere */
  readonly rule?: VariableRule | undefined;
}

export type CompiledBridge =
  | { readonly ok: true; readonly bridge: BridgeConfig; readonly cautions: readonly Caution[] }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      readonly cautions: readonly Caution[];
    };

/**
 * Compiles a bridge's spec to the form that a process runs: `${VAR}` is filled in, everything is
 * checked, and all problems are returned together, with their paths in the spec and without values.
 * Never throws, whatever a spec contains. Rules between bridges are checked elsewhere: see
 * `checkBridges`.
 */
export function compileBridge(
  spec: BridgeSpec,
  { projects, sources, environment, rule }: CompileContext,
): CompiledBridge {
  const { tree, problems } = interpolate(treeOfSpec(spec), environment, rule);
  const findings = new Findings(tree);
  findings.add(problems);
  const block = blockWithoutEmpty(tree.root as Record<string, unknown>);
  const checked = instantiate(BridgeOptions, block, { tree, path: '', purpose: 'connect' });
  findings.add(checked.problems);
  const bridge = buildBlock('', checked.instance, block, { tree, sources, projects }, findings);
  const cautions = findings.cautions.map(shown);
  return bridge === undefined || findings.problems.length > 0
    ? { ok: false, problems: findings.problems.map(shown), cautions }
    : { ok: true, bridge: deepFreeze(bridge), cautions };
}

/**
 * Makes a bridge from its checked options and those of its source, which its type's class checks.
 * @param path of the bridge in the tree.
 * @returns `undefined` if it has a problem.
 */
export function buildBlock(
  path: string,
  options: BridgeOptions,
  block: Readonly<Record<string, unknown>>,
  around: {
    readonly tree: FileTree;
    readonly sources: SourceTypes;
    readonly projects: Projects;
  },
  findings: Findings,
): BridgeConfig | undefined {
  const { tree, sources, projects } = around;
  const plain = block['source'];
  const source = isBlock(plain)
    ? buildSource(pathOf(path, 'source'), plain, 'connect', tree, sources, findings)
    : undefined;
  const alone = source && options.redundancy === 2 ? whyAlone(source, sources) : undefined;
  if (alone !== undefined)
    findings.problem(pathOf(path, 'redundancy'), `must be 1, since ${alone}`);
  return buildBridge(path, options, source, projects, findings);
}

/** Why two collectors may not hold a source; `undefined` if they may. */
function whyAlone({ type, options }: BridgeSource, sources: SourceTypes): string | undefined {
  const definition = sources.get(type);
  if (definition === undefined) return undefined;
  if (definition.inbound !== undefined) {
    return `${type} is pushed to the relay: whichever collector is there takes it, and none holds it`;
  }
  if (definition.scarce !== undefined) return definition.scarce;
  if (definition.overlaps === undefined) {
    return `two connections of ${type} are not known to tell the same ids, so that events would come twice`;
  }
  if (definition.overlaps(options)) return undefined;
  return 'not every comment and gift of its mapping has an id, so that events would come twice';
}
