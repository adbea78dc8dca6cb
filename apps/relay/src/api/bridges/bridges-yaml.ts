import { setImmediate } from 'node:timers/promises';
import type { BridgeSpec } from '#bridge';
import { readYaml, specOf, type SourceTypes } from '#config';
import { isBlock } from '#options';
import { stringify } from 'yaml';
import { Problem, type Complaint } from '../../console/problems/problem.js';
import { invalid } from '../json-body.js';
import type { BridgeView } from '../../bridges/managed/managed.js';

/**
 * How long a YAML text may be, in characters: enough for a thousand bridges, and parsed without
 * holding up the rest of the process.
 */
const SIGNS_MAX = 200_000;
/** How many mistakes are listed of one text. */
const COMPLAINTS_MAX = 100;

/** After this many bridges others have their turn in this process. */
const BRIDGES_A_PART = 25;

/** Bridges as the file has them, in parts; a secret is `{ sealed: true }`. */
export async function* bridgesYaml(bridges: readonly BridgeView[]): AsyncGenerator<string> {
  if (bridges.length === 0) yield yamlOf([]);
  for (let from = 0; from < bridges.length; from += BRIDGES_A_PART) {
    const text = yamlOf(bridges.slice(from, from + BRIDGES_A_PART));
    yield from === 0 ? text : text.slice(LIST.length);
    await setImmediate();
  }
}

/** What the list of bridges begins with. */
const LIST = 'bridges:\n';

function yamlOf(bridges: readonly BridgeView[]): string {
  return stringify({ bridges: bridges.map(({ spec }) => spec) }, YAML);
}

/** Without names for values that stand twice: parts know nothing of each other. */
const YAML = { lineWidth: 0, aliasDuplicateObjects: false } as const;

/**
 * The specs of a text that {@link bridgesYaml} made, or of a file's `bridges`.
 *
 * @throws {Problem} where it is none.
 */
export function specsOfYaml(text: unknown, sources: SourceTypes): readonly BridgeSpec[] {
  if (typeof text !== 'string') {
    throw new Problem('media-type', 'Send content-type: application/yaml.');
  }
  const { tree, problems } = readYaml(text, SIGNS_MAX);
  if (problems.length > 0) {
    const lines = problems.slice(0, COMPLAINTS_MAX).map(({ line, message }) => {
      return line === undefined ? message : `line ${line}: ${message}`;
    });
    throw new Problem('body-not-yaml', lines.join('; '));
  }
  const { root } = tree;
  const bridges = isBlock(root) ? root['bridges'] : undefined;
  if (!isBlock(root) || !Array.isArray(bridges) || Object.keys(root).length > 1) {
    throw invalid([{ pointer: '', detail: 'must be a list of bridges under bridges, alone' }]);
  }
  const firsts = new Map<string, number>();
  const complaints = bridges.flatMap((bridge: unknown, at): Complaint[] => {
    if (!isBlock(bridge) || typeof bridge['name'] !== 'string') {
      return [{ pointer: `/bridges/${at}`, detail: 'must be a block of keys with a name' }];
    }
    const name = bridge['name'];
    if (!firsts.has(name)) firsts.set(name, at);
    return firsts.get(name) === at
      ? []
      : [{ pointer: `/bridges/${at}/name`, detail: 'must be another: it is there twice' }];
  });
  if (complaints.length > 0) throw invalid(complaints.slice(0, COMPLAINTS_MAX));
  return (bridges as readonly BridgeSpec[]).map((bridge, at) => {
    return specOf(bridge.name, bridge, `bridges[${at}]`, tree, sources);
  });
}
