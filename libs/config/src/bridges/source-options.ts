import type { SourceBudget } from '../checks/budgets.js';
import { BridgeSource } from './bridge-source.js';
import { deepFreeze } from '../deep-freeze.js';
import { isBlock, knownKeys, type Purpose } from '#options';
import type { FileTree } from '../yaml/file-tree.js';
import { Findings } from '../checks/findings.js';
import { interpolate } from '../values/interpolate.js';
import { instantiate, type KeyHome } from '../instantiate.js';
import { nearestKey, suggestion } from '#nearest-key';
import { shallowWithoutEmpty } from '../yaml/plain-tree.js';
import { shown, type Problem } from '../checks/problem.js';
import { readYaml } from '../yaml/read-yaml.js';
import { wideSignsIn } from '../yaml/yaml-mistakes.js';
import { substitute, type Environment } from '../values/substitute.js';

/** The existing source types, by name: all that the file uses are loaded. */
export interface SourceTypes {
  keys(): Iterable<string>;
  get(type: string):
    | {
        readonly Options: new () => object;
        /** The platform's limits that a source counts towards. */
        budgets?(options: object): readonly SourceBudget[];
        /** Whether two connections may read the same room at a time. */
        overlaps?(options: object): boolean;
        /** Why the platform does not allow that. */
        readonly scarce?: string | undefined;
        /** Present where the platform connects to the relay. */
        readonly inbound?: object | undefined;
      }
    | undefined;
  /** The types that read a platform, by one of its names; none where there is no such platform. */
  ofPlatform?(name: string): readonly string[];
  /** The names of platforms. */
  platforms?(): readonly string[];
}

export type LoadedSourceOptions = (
  | { readonly ok: true; readonly options: object }
  | { readonly ok: false; readonly problems: readonly Problem[] }
) & {
  /** The variables that are not set: what names them was left out. */
  readonly unset: ReadonlySet<string>;
};

/**
 * Reads the options of one source outside a file: JSON or YAML as under `source`, without `type`.
 * Options that only connecting needs may be missing, and so may the variables that they name.
 */
export function loadSourceOptions(
  type: string,
  text: string,
  using: { readonly sources: SourceTypes; readonly environment: Environment },
): LoadedSourceOptions {
  const written = readYaml(text);
  const unset = new Set<string>();
  const known = withoutUnset(written.tree.root, using.environment, unset);
  const { tree, problems } = interpolate({ ...written.tree, root: known }, using.environment);
  const findings = new Findings(tree);
  findings.add(written.problems);
  findings.add(problems);
  const root = tree.root ?? {};
  if (!isBlock(root)) findings.problem('', 'the options must be a block of keys');
  else if ('type' in root) findings.problem('type', 'does not belong here: --source tells it');
  if (findings.problems.length > 0 || !isBlock(root)) {
    return { ok: false, problems: findings.problems.map(shown), unset };
  }
  const source = buildSource('', { ...root, type }, 'decode', tree, using.sources, findings);
  return source === undefined
    ? { ok: false, problems: findings.problems.map(shown), unset }
    : { ok: true, options: source.options, unset };
}

/**
 * The value without the texts and lists that name a variable that is not set: a list with a gap would be another one.
 *
 * @param unset gets those variables.
 */
function withoutUnset(value: unknown, environment: Environment, unset: Set<string>): unknown {
  if (isBlock(value)) {
    const entries = Object.entries(value).map(([key, one]) => {
      return [key, withoutUnset(one, environment, unset)] as const;
    });
    return Object.fromEntries(entries.filter(([, known]) => known !== undefined));
  }
  const names = unsetIn(value, environment);
  for (const name of names) unset.add(name);
  return names.length === 0 ? value : undefined;
}

function unsetIn(value: unknown, environment: Environment): readonly string[] {
  if (typeof value === 'string') return substitute(value, environment).unset;
  if (Array.isArray(value)) return value.flatMap((one) => unsetIn(one, environment));
  if (!isBlock(value)) return [];
  return Object.values(value).flatMap((one) => unsetIn(one, environment));
}

/**
 * Checks a `source` block by its type's class.
 * @returns `undefined` if it has a problem.
 */
export function buildSource(
  path: string,
  plain: Record<string, unknown>,
  purpose: Purpose,
  tree: FileTree,
  sources: SourceTypes,
  findings: Findings,
): BridgeSource | undefined {
  const { type, ...rest } = plain;
  const wide = Object.keys(plain)
    .map(wideSignsIn)
    .find((sentence) => sentence !== undefined);
  if (wide !== undefined) {
    findings.problem(path, `has a key that is none: ${wide}`);
    return undefined;
  }
  const definition = typeof type === 'string' ? sources.get(type) : undefined;
  if (typeof type !== 'string' || definition === undefined) {
    findings.problem(path === '' ? 'type' : `${path}.type`, typeMessage(type, sources));
    return undefined;
  }
  const takesUrl = knownKeys(definition.Options).has('url');
  const homeOf: KeyHome = (key) => {
    if (!/^(?:url|uri|addr|address|host|port)$/i.test(key)) return undefined;
    if (takesUrl) return /^(?:host|port)$/i.test(key) ? 'write it into url' : undefined;
    return definition.inbound === undefined ? undefined : CONNECTS_TO_US;
  };
  const place = { tree, path, purpose, repeated: tree.repeated, homeOf };
  const { instance, problems } = instantiate(definition.Options, shallowWithoutEmpty(rest), place);
  findings.add(problems);
  return problems.length > 0 ? undefined : new BridgeSource(type, deepFreeze(instance));
}

const CONNECTS_TO_US =
  "this source connects to the relay: the tool or the platform is given the relay's address, see its page";

/** The types that read a platform of this name; otherwise the type that was probably meant. */
export function hintOf(type: unknown, sources: SourceTypes): string {
  if (typeof type !== 'string') return '';
  const types = [...sources.keys()];
  const platforms = (sources.platforms?.() ?? []).filter((name) => !types.includes(name));
  const near = nearestKey(type, [...platforms, ...types]) ?? '';
  // A typo rarely changes the first letter; without this rule `live` would suggest `blive`.
  const platform = near[0] === type[0]?.toLowerCase() ? near : '';
  const exact = sources.ofPlatform?.(type) ?? [];
  const ways = exact.length > 0 || types.includes(platform) ? exact : waysOf(platform, sources);
  if (ways.length === 0) return suggestion(type, types);
  const last = ways.at(-1)!;
  const all = ways.length === 1 ? last : `${ways.slice(0, -1).join(', ')} or ${last}`;
  return `; for this platform: ${all}`;
}

function waysOf(platform: string, sources: SourceTypes): readonly string[] {
  return sources.ofPlatform?.(platform) ?? [];
}

function typeMessage(type: unknown, sources: SourceTypes): string {
  const all = [...sources.keys()].join(', ');
  if (type === undefined || type === null) return `is missing; it must be one of ${all}`;
  const hint = hintOf(type, sources);
  return hint === '' ? `must be one of ${all}` : `is no source type${hint} (all: ${all})`;
}
