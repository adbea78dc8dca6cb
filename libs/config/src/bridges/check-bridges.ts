import { Findings } from '../checks/findings.js';
import type { BridgeOptions } from '../options/bridge.options.js';
import type { BridgeConfig } from '../relay-config.js';

/**
 * Checks what concerns several bridges: names are unique, and bridges that share a target agree
 * on how it is reported to.
 */
export function checkBridges(
  options: readonly (Pick<BridgeOptions, 'name'> | null | undefined)[],
  built: readonly (BridgeConfig | undefined)[],
  findings: Findings,
): void {
  const indexOfName = new Map<string, number>();
  const ofTarget = new Map<string, { index: number; bridge: BridgeConfig }>();
  for (const [index, bridge] of built.entries()) {
    // An element that is no block has no name.
    checkName(options[index]?.name, index, indexOfName, findings);
    if (bridge === undefined) continue;
    const { project, roomId, jobId } = bridge.target;
    const key = `${project} ${roomId} ${jobId}`;
    const first = ofTarget.get(key);
    if (first === undefined) ofTarget.set(key, { index, bridge });
    else checkAgreement(`bridges[${index}]`, bridge, first, findings);
  }
}

/** Whether the bridges of a file may run side by side: `checkBridges` would find nothing. */
export function bridgesAgree(bridges: readonly BridgeConfig[]): boolean {
  const findings = new Findings({ root: undefined, scalars: new Map(), lines: new Map() });
  checkBridges(bridges, bridges, findings);
  return findings.problems.length === 0;
}

function checkName(
  name: unknown,
  index: number,
  indexOfName: Map<string, number>,
  findings: Findings,
): void {
  if (typeof name !== 'string') return;
  const first = indexOfName.get(name);
  if (first === undefined) indexOfName.set(name, index);
  else findings.problem(`bridges[${index}].name`, `is the name of bridges[${first}], too`);
}

/** Whether two bridges agree on the target's `choose`; one that chooses for itself agrees with any. */
function isSameChoice(one: BridgeConfig['choose'], other: BridgeConfig['choose']): boolean {
  if (one?.across === 'bridge' || other?.across === 'bridge') return true;
  return plainChoice(one) === plainChoice(other);
}

function plainChoice(choose: BridgeConfig['choose']): string {
  return JSON.stringify(choose ?? null, (_, value: unknown) => {
    return value instanceof Set
      ? [...value].map(String).toSorted((a, b) => (a < b ? -1 : 1))
      : value;
  });
}

function checkAgreement(
  path: string,
  bridge: BridgeConfig,
  first: { readonly index: number; readonly bridge: BridgeConfig },
  findings: Findings,
): void {
  const same = `must be as in bridges[${first.index}], which has the same target`;
  const { target } = first.bridge;
  if (bridge.target.reportUrl?.reveal() !== target.reportUrl?.reveal()) {
    findings.problem(`${path}.target.reportUrl`, same);
  }
  if (bridge.target.appUserId !== target.appUserId) {
    findings.problem(`${path}.target.appUserId`, same);
  }
  if (bridge.target.reviewConfig?.noNeedReview !== target.reviewConfig?.noNeedReview) {
    findings.problem(`${path}.target.reviewConfig`, same);
  }
  if (!isSameChoice(bridge.choose, first.bridge.choose)) {
    findings.problem(`${path}.target.choose`, same);
  }
}
