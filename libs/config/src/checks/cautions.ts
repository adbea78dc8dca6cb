import type { FileTree } from '../yaml/file-tree.js';
import type { Findings } from './findings.js';
import type { RelayConfig } from '../relay-config.js';
import { budgetWords, tightBudgets } from './budgets.js';
import type { SourceTypes } from '../bridges/source-options.js';
import { canBacktrack } from './backtracking.js';
import { parentOf, pathOf } from './problem.js';

/** Warns of what works but is probably not meant. */
export function addCautions(
  { bridges, notices, process }: Pick<RelayConfig, 'bridges' | 'notices' | 'process'>,
  tree: FileTree,
  kinds: SourceTypes,
  findings: Findings,
): void {
  addBudgetCautions(bridges, kinds, findings);
  if (notices?.kinds.size === 0) findings.caution('notices.kinds', 'is empty: nothing is told');
  findSecrets(tree.root, '', tree, findings, new Set());
  const sources = new Map<string, string>();
  const isOpen = !process.loopback && process.roles.has('collector');
  for (const [index, { source, target, filter }] of bridges.entries()) {
    const path = pathOf('bridges', index);
    const inbound = kinds.get(source.type)?.inbound;
    const ofToken =
      inbound !== undefined && isOpen ? tokenCaution(source.options, inbound) : undefined;
    if (ofToken !== undefined) findings.caution(`${path}.source.token`, ofToken);
    // What is pushed comes to the bridge that its address names, also where two have the same token.
    if (inbound === undefined) {
      const key = JSON.stringify([source.type, source.options, target.project, target.roomId]);
      const first = sources.get(key);
      if (first === undefined) sources.set(key, path);
      else {
        const message = `is the source of ${first}, too: each event comes twice`;
        findings.caution(`${path}.source`, message);
      }
    }
    if (filter.types.size === 0) {
      findings.caution(`${path}.filter.types`, 'is empty: every event is dropped');
    }
    for (const pattern of filter.blockWords.patterns) {
      if (!canBacktrack(pattern)) continue;
      const message =
        'has an expression that can take very long on some texts (a repetition within a ' +
        'repetition, or the like): a comment for which it does is dropped (filtered_slow), and after ' +
        'three of them the expression is given up';
      findings.caution(`${path}.filter.blockWords`, message);
      break;
    }
  }
}

/** Why the token of a bridge that others push to is none that keeps strangers out, or keeps all out. */
function tokenCaution(options: { readonly token?: string }, inbound: object): string | undefined {
  const { token } = options;
  if (token !== undefined) return token.length < TOKEN_SAFE ? SHORT_TOKEN : undefined;
  return 'verifier' in inbound ? undefined : NO_TOKEN;
}

/** As for RELAY_API_TOKEN. */
const TOKEN_SAFE = 16;
const SHORT_TOKEN =
  'is short enough to be guessed, and others reach this HOST: take a random one (openssl rand -hex 24)';
const NO_TOKEN = 'is missing: since others reach this HOST, nobody may push to this bridge';

/** Warns of limits of platforms before they are reached. */
function addBudgetCautions(
  bridges: RelayConfig['bridges'],
  kinds: SourceTypes,
  findings: Findings,
): void {
  const places = new Map(bridges.map(({ name }, index) => [name, pathOf('bridges', index)]));
  for (const use of tightBudgets(bridges, kinds)) {
    findings.caution(`${places.get(use.last)}.source`, budgetWords(use));
  }
}

/**
 * Warns of secrets in the file itself: files are copied, shown and committed.
 *
 * @param sound blocks of bridges in which there is nothing to warn of, wherever an alias repeats them.
 */
function findSecrets(
  value: unknown,
  path: string,
  tree: FileTree,
  findings: Findings,
  sound: Set<object>,
): void {
  if (typeof value === 'string') {
    const variables = tree.scalars.get(path)?.variables ?? [];
    if (variables.length > 0 && UNFILLED.test(value)) {
      findings.caution(
        path,
        `is what ${variables[0]} holds, and looks like a place to be filled in`,
      );
    } else if (variables.length > 0 && value.startsWith(`${variables[0]}=`)) {
      findings.caution(
        path,
        `begins with the name of ${variables[0]}, which is a part of its value`,
      );
    } else if (/^\$\w+$/.test(value)) {
      findings.caution(path, 'begins with $ as a variable does, and is none: write "${NAME}"');
    } else if (OTHER_VARIABLE.test(value)) {
      findings.caution(path, 'looks like the variable of another tool: write "${NAME}"');
    } else if (variables.length > 0 && /^(["']).*\1$/s.test(value)) {
      findings.caution(
        path,
        `has quotes around it, which are a part of what ${variables[0]} holds`,
      );
    } else if (/^[“”‘’].*[“”‘’]$/.test(value)) {
      findings.caution(path, 'has curly quotes around it, which are a part of it: write " or \'');
    } else if (variables.length === 0 && holdsSecret(value)) {
      findings.caution(path, `is an address with a secret in it, which stands in the file: ${WAY}`);
    } else if (value !== '' && variables.length === 0 && isSecret(path)) {
      findings.caution(path, `is a secret that stands in the file: ${WAY}`);
    }
  } else if (typeof value === 'object' && value !== null) {
    // Elsewhere it depends on the blocks around it what is a secret.
    const isOfBridge = path.startsWith('bridges[');
    if (isOfBridge && sound.has(value)) return;
    const told = findings.cautions.length;
    for (const [key, item] of Object.entries(value)) {
      findSecrets(item, pathOf(path, key), tree, findings, sound);
    }
    if (isOfBridge && findings.cautions.length === told) sound.add(value);
  }
}

const WAY = 'put it into the environment or .env, and "${NAME}" here';

/** `%NAME%`, `{{ NAME }}`, `$(NAME)`, `<name>`. */
const OTHER_VARIABLE = /^(?:%\w{1,64}%|\{\{ ?\w{1,64} ?\}\}|\$\(\w{1,64}\)|<[\w -]{1,64}>)$/;

/** The same in the environment, where some tools leave placeholders unfilled. */
const UNFILLED =
  /^(?:%\w{1,64}%|\{\{ ?\w{1,64} ?\}\}|\$\(\w{1,64}\)|\$\{\w{1,64}\}|\$[A-Z_]\w{0,63}|<[\w -]{1,64}>)$/;

/** Whether a value is an address with a password, or a query that may hold a secret. */
function holdsSecret(value: string): boolean {
  if (!/^[a-z]{2,6}:\/\//i.test(value) || !URL.canParse(value)) return false;
  const { password, searchParams } = new URL(value);
  return password !== '' || [...searchParams.keys()].some((name) => SECRET_FIELD.test(name));
}

const SECRET_FIELD =
  /^(?:.*(?:token|secret|password|passwd|apikey|api_key|auth_key)|key|sign|code)$/i;

/** Whether a value is a secret, by the name of its key or block (`headers`). */
function isSecret(path: string): boolean {
  const name = path.slice(parentOf(path).length).replace(/^\./, '');
  return (
    SECRET_KEY.test(name) ||
    SECRET_PLACE.test(path) ||
    /^(?:authorization|cookie|x-api-key)$/i.test(name)
  );
}

/** Keys that are secrets here, though their names are harmless elsewhere. */
const SECRET_PLACE = /(?:^|\.)callbacks\.key$|^notices\..*\.url$/;

const SECRET_KEY =
  /^(?:accessKey|secretKey|securityToken|token|password|sentinelPassword|secret|appSecret|accessKeyId|accessKeySecret|clientSecret|refreshToken|apiKey|jwtKey|session|reportUrl|code)$/;
