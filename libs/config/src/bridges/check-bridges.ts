import { Findings } from '../checks/findings.js';
import type { BridgeOptions } from '../options/bridge.options.js';
import type { BridgeConfig } from '../relay-config.js';
import { TargetAgreement } from './target-agreement.js';

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
  const agreement = new TargetAgreement();
  const indexOf = new Map<BridgeConfig, number>();
  for (const [index, bridge] of built.entries()) {
    // An element that is no block has no name.
    checkName(options[index]?.name, index, indexOfName, findings);
    if (bridge === undefined) continue;
    indexOf.set(bridge, index);
    for (const { key, other } of agreement.disagreements(bridge)) {
      const same = `must be as in bridges[${indexOf.get(other)}], which has the same target`;
      findings.problem(`bridges[${index}].target.${key}`, same);
    }
    agreement.add(bridge);
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
